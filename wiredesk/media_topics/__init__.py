"""The IPTC Media Topics: the tree, its names in all languages, and the codes that agencies send.

Media Topics and SubjectCodes are copyright IPTC, International Press Telecommunications Council, https://iptc.org,
licence CC BY 4.0, edition of 2025-03-31. No spaCy: producer and desk read this package too.
"""

from wiredesk.media_topics.concepts import MediaTopic, media_topics, narrower, path_of
from wiredesk.media_topics.topic_names import LANGUAGES, topic_definition, topic_name
from wiredesk.media_topics.wire_codes import is_code, topic_of, topics_of

__all__ = [
    "LANGUAGES",
    "MediaTopic",
    "is_code",
    "media_topics",
    "narrower",
    "path_of",
    "topic_definition",
    "topic_name",
    "topic_of",
    "topics_of",
]
