"""Queries as users type them: each form with its tree, and what is refused with its place."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.queries.language.full_text import is_text, to_fts5
from desk.queries.language.query_error import QueryNotUnderstood
from desk.queries.language.query_fields import ALIASES, FIELDS
from desk.queries.language.query_parser import MAX_PARTS, parse_query
from desk.queries.language.query_tree import All, FieldTest, Not, QueryTree, Words, leaves, wanted_words
from desk.queries.query_syntax import MAX_SEARCH_CHARACTERS, BadQuery
from wiredesk.errors import EXIT_USAGE


def shown(tree: QueryTree | None) -> str:
    """A tree as one line: ``+`` joins by *and*, ``|`` by *or*, ``-`` excludes."""
    if isinstance(tree, Words):
        return tree.text + "*" * tree.is_prefix
    if isinstance(tree, FieldTest):
        unit = f"{tree.unit} " if tree.unit else ""
        value = tree.value if tree.number is None else f"{unit}{tree.number:g}"
        return f"{tree.field}{tree.operator}{value}"
    if isinstance(tree, Not):
        return f"-{shown(tree.part)}"
    if tree is None:
        return ""
    return "(" + (" + " if isinstance(tree, All) else " | ").join(map(shown, tree.parts)) + ")"


WORDS = [
    ("a", "a"),
    ("a  b", "(a + b)"),
    ("a\tb\nc", "(a + b + c)"),
    ('a "b c" d', "(a + b c + d)"),
    ("“a b” c", "(a b + c)"),
    ('"a b', "a b"),
    ('an "open phrase', "(an + open phrase)"),
    ('it"s', "its"),
    ("a -b", "(a + -b)"),
    ('a -"b c"', "(a + -b c)"),
    ("-b a", "(-b + a)"),
    ("--a b", "(--a + b)"),
    ("a or b", "(a | b)"),
    ("a Or b OR c", "(a | b | c)"),
    ("a b or c", "((a + b) | c)"),
    ("a or", "a"),
    ("or a", "a"),
    ("or", ""),
    ("a or or b", "(a | b)"),
    ('a "or" b', "(a + or + b)"),
    ("a -or b", "(a + -or + b)"),
    ("oracle orator", "(oracle + orator)"),
    ("crude AND oil", "(crude + oil)"),
    ("crude and oil", "(crude + and + oil)"),
    ("gold NOT oil", "(gold + -oil)"),
    ("not oil", "(not + oil)"),
    ("a (b or c)", "(a + (b | c))"),
    ("(a or b) -(c d)", "((a | b) + -(c + d))"),
    ("a ( b )", "(a + b)"),
    ("()", ""),
    ("f(x)", "f(x)"),
    ("co-op U.S. 5% москва", "(co-op + U.S. + 5% + москва)"),
    ("!!! ???", ""),
    ("", ""),
    ("-", ""),
    ("a - b", "(a + b)"),
    ("oil*", "oil*"),
    ('"crude pric*"', "crude pric*"),
    ("12:30", "12:30"),
    ("http://x.com/a?b=c", "http://x.com/a?b=c"),
    ("Fed: rates", "(Fed: + rates)"),
    ("a=b", "a=b"),
    ("a>b", "a>b"),
    ('"col:x"', "col:x"),
]
CONDITIONS = [
    ("source:Reuters", "source=Reuters"),
    ("SOURCE:Reuters", "source=Reuters"),
    ("source=Reuters", "source=Reuters"),
    ('source:"Meridian Wire" oil', "(source=Meridian Wire + oil)"),
    ("-source:Reuters", "-source=Reuters"),
    ("source:a OR source:b c", "(source=a | (source=b + c))"),
    ("(source:a OR source:b) c", "((source=a | source=b) + c)"),
    ("(source:Reuters)", "source=Reuters"),
    ('person:"Ronald Reagan"', "person=Ronald Reagan"),
    ("person:“Ronald Reagan”", "person=Ronald Reagan"),
    ("org:x organization:y organisation:z", "(organisation=x + organisation=y + organisation=z)"),
    ("entity:x", "thing=x"),
    ("topic:medtop:04000000", "topic=medtop:04000000"),
    ("ticker:KSTL.O", "ticker=KSTL.O"),
    ("type:person", "type=PERSON"),
    ("event:acquire", "event=ACQUIRE"),
    ("kind:Correction", "kind=correction"),
    ("language:EN", "language=en"),
    ("urgency:2", "urgency=2"),
    ("urgency<=2", "urgency<=2"),
    ("amount>1e9", "amount>1e+09"),
    ("amount>=1,500", "amount>=1500"),
    ("amount<2.5m", "amount<2.5e+06"),
    ("amount>$1bn", "amount>usd 1e+09"),
    ("amount:USD>=1bn", "amount>=usd 1e+09"),
    ("amount:$>1bn", "amount>usd 1e+09"),
    ("amount:percent>5", "amount>percent 5"),
    ("amount>5%", "amount>percent 5"),
    ('amount:"3 dead"', "amount=dead 3"),
    ("amount:dead>=3", "amount>=dead 3"),
    ('amount:"-3"', "amount=-3"),
    ("published:30d", "published=30d"),
    ("published:2026-11", "published=2026-11"),
    ("published:2026-11-01..2026-11-05", "published=2026-11-01..2026-11-05"),
    ("published:2026..", "published=2026.."),
    ("published>=yesterday", "published>=yesterday"),
    ('since:"last week" until:today', "(since=last week + until=today)"),
    ("thread:12", "thread=12"),
    ("copies:first", "copies=first"),
    ("bbox:-12,35,30,60", "bbox=-12,35,30,60"),
    ("bbox:170,-50,-170.5,10", "bbox=170,-50,-170.5,10"),
]


@pytest.mark.parametrize(("query", "tree"), WORDS + CONDITIONS)
def test_a_query_is_a_tree(query: str, tree: str) -> None:
    assert shown(parse_query(query)) == tree


PROBLEMS = [
    ("sorce:Reuters", 1, "sorce:Reuters", "did you mean source:"),
    ("oil sorce:Reuters", 5, "sorce:Reuters", 'write "sorce:Reuters"'),
    ("col:x", 1, "col:x", "the fields are source, person"),
    ("amuont>5", 1, "amuont>5", "did you mean amount:"),
    ("source: Reuters", 1, "source:", "without a space"),
    ('source:""', 1, "source:", "has no value"),
    ('oil person:"Ronald', 5, 'person:"Ronald', "is not closed"),
    ("source<x", 1, "source<x", "takes a colon only; write source:x"),
    ("oil urgency:9", 5, "urgency:9", "a number from 1 to 8"),
    ("type:foo", 1, "type:foo", "one of PERSON, ORG"),
    ("event:foo", 1, "event:foo", "ACQUIRE"),
    ("kind:foo", 1, "kind:foo", "one of story, update"),
    ("language:7", 1, "language:7", "such as en"),
    ("thread:x", 1, "thread:x", "such as 12"),
    ("thread:0", 1, "thread:0", "such as 12"),
    ("amount>x", 1, "amount>x", "a number such as 1e9"),
    ("published:soon", 1, "published:soon", "a day such as 2026-11-23"),
    ("published:..", 1, "published:..", "a day such as"),
    ("since:2025-02-29", 1, "since:2025-02-29", "a day such as"),
    ("since:2025..2026", 1, "since:2025..2026", "a day such as"),
    (f"person:{'x' * 301}", 1, f"person:{'x' * 301}", "longer than 300 characters"),
    ("*", 1, "*", "such as oil*"),
    ("oil *", 5, "*", "such as oil*"),
    ("o*l", 1, "o*l", "only at the end of a word"),
    ("a*", 1, "a*", "fewer than 3 letters"),
    ("oil -ab*", 6, "ab*", "fewer than 3 letters"),
    ("oil (gold", 5, "(", "is not closed"),
    ("oil ) gold", 5, ")", "no parenthesis to close"),
    ("(" * 99 + "a" + ")" * 99, 9, "(", "more than 8 levels"),
]


@pytest.mark.parametrize(("query", "column", "piece", "words"), PROBLEMS)
def test_what_is_not_understood_has_a_place(query: str, column: int, piece: str, words: str) -> None:
    with pytest.raises(QueryNotUnderstood) as caught:
        parse_query(query)
    assert (caught.value.column, caught.value.piece) == (column, piece)
    assert str(caught.value).startswith(f"search, column {column}, ")
    assert words in str(caught.value)
    assert caught.value.exit_code == EXIT_USAGE
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.column, again.piece) == (str(caught.value), column, piece)


@pytest.mark.parametrize(
    ("query", "cause"),
    [
        ("x" * (MAX_SEARCH_CHARACTERS + 1), "longer than 1000 characters"),
        ("x " * 5000, "longer than 1000 characters"),
        ("a " * (MAX_PARTS + 1), "more than 32 words"),
        ("source:a OR " * MAX_PARTS + "source:a", "more than 32 words and fields"),
        ("-only", "contains only exclusions"),
        ("a or -b", "contains only exclusions"),
        ("-a or b", "contains only exclusions"),
        ("-a -source:b", "contains only exclusions"),
        ("-(a b)", "contains only exclusions"),
    ],
)
def test_queries_that_no_index_could_answer_are_refused(query: str, cause: str) -> None:
    with pytest.raises(BadQuery, match=cause):
        parse_query(query)


@pytest.mark.parametrize("query", ["a " * MAX_PARTS, "x" * MAX_SEARCH_CHARACTERS, " or ".join(["a"] * MAX_PARTS)])
def test_a_query_of_the_greatest_size_is_accepted(query: str) -> None:
    assert parse_query(query)


@pytest.mark.parametrize(
    ("query", "fts5"),
    [
        ("ferry", '"ferry"'),
        ("ferry strike", '("ferry" AND "strike")'),
        ('"interest rate" bank', '("interest rate" AND "bank")'),
        ("ferry -soccer", '(("ferry") NOT "soccer")'),
        ("-soccer ferry", '(("ferry") NOT "soccer")'),
        ("ferry or crane boom", '("ferry" OR ("crane" AND "boom"))'),
        ("(a or b) -(c d)", '((("a" OR "b")) NOT ("c" AND "d"))'),
        ('oil* "crude pric*"', '("oil"* AND "crude pric"*)'),
    ],
)
def test_words_in_the_syntax_of_sqlite(query: str, fts5: str) -> None:
    tree = parse_query(query)
    assert tree is not None
    assert is_text(tree)
    assert to_fts5(tree) == fts5


@pytest.mark.parametrize("query", ["source:a", "a source:a", "x (b or -c)", "a -(-b)", "-source:a"])
def test_what_is_more_than_words_is_no_text(query: str) -> None:
    tree = parse_query(query)
    assert tree is not None
    assert not is_text(tree)


def test_the_words_to_mark_are_those_that_are_wanted() -> None:
    tree = parse_query('oil* source:x (gas or "crude oil") -gold')
    assert [word.text for word in wanted_words(tree)] == ["oil", "gas", "crude oil"]
    assert len(list(leaves(tree))) == 5


@pytest.mark.parametrize("name", [*FIELDS, *ALIASES])
def test_every_field_has_an_example_that_can_be_read(name: str) -> None:
    field = FIELDS[ALIASES.get(name, name)]
    example = field.example if field.example[0] in "<>" else f":{field.example}"
    assert isinstance(parse_query(name + example), FieldTest)
    assert field.means
    assert field.takes


@given(st.text(alphabet='ab-"()*:<>= \tORNT1$%source,.', max_size=40))
def test_any_text_is_a_tree_or_an_error(query: str) -> None:
    try:
        tree = parse_query(query)
    except BadQuery as error:
        assert "\n" not in str(error)
        return
    if tree is not None and is_text(tree):
        assert to_fts5(tree)
