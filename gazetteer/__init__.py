"""Which province, city and district of China a position lies in, and where a place of that name is: without network.

The borders (resources/gazetteer) serve for naming and are never drawn. See docs/decisions/0052.
"""

from gazetteer.naming import Place, is_loaded, load, name_of, names_of
from gazetteer.search import Found, find

__all__ = ["Found", "Place", "find", "is_loaded", "load", "name_of", "names_of"]
