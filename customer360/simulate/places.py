"""Names, places, networks and machines the retailer's people are made of."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = _words(
    """
    Anna Ben Carla Daniel Elena Felix Grace Henry Ines Jonas Kira Liam Maya Noah
    Olga Paul Quinn Rosa Samir Tara Umar Vera Will Xenia Yusuf Zoe Aisha Bruno
    Chloe Dario Emma Finn Greta Hugo Iris Jamal Karin Leo Mina Nora
    """
)
LAST_NAMES = _words(
    """
    Abel Baker Castro Dietz Evans Fischer Garcia Hansen Ivanov Jones Khan Lopez
    Moore Novak Okafor Patel Quist Rossi Silva Tanaka Ueda Vogel Weber Xu Young
    Zimmer Adler Brandt Cole Duran Ellis Frank Gomez Hart Ibrahim Jensen
    Kowalski Lind Mendez Nilsen Olsen Perez Reyes Schmidt Torres Ulrich Vance
    Wong Yilmaz Ziegler
    """
)
STREETS = _words(
    """
    Oak Maple Cedar Pine Elm Birch Lake Hill Park Mill River Spring Church Main
    Station School Garden Meadow Sunset Harbor
    """
)
# city, region's code in postal codes, latitude, longitude
CITIES = (
    ("Northfield", 101, 40.71, -74.01),
    ("Eastport", 112, 42.36, -71.06),
    ("Riverton", 191, 39.95, -75.17),
    ("Lakewood", 606, 41.88, -87.63),
    ("Fairmont", 482, 42.33, -83.05),
    ("Springdale", 303, 33.75, -84.39),
    ("Bayside", 331, 25.76, -80.19),
    ("Mesa Vista", 850, 33.45, -112.07),
    ("Clearwater", 770, 29.76, -95.37),
    ("Highland", 802, 39.74, -104.99),
    ("Harbor City", 981, 47.61, -122.33),
    ("Westbrook", 941, 37.77, -122.42),
)
STORES_PER_CITY = 2
MAIL_DOMAINS = (
    "example.com",
    "example.org",
    "example.net",
    "mail.example",
    "post.example",
)
# the same domains as fingers slip
TYPO_DOMAINS = (
    "exmaple.com",
    "example.ogr",
    "exampl.net",
    "mial.example",
    "post.exmple",
)
NETWORKS = ("instagram", "tiktok", "x", "facebook")
COUNTRIES = ("US", "GB", "DE")
COUNTRY_SHARES = (0.97, 0.015, 0.015)
CURRENCIES = ("USD", "GBP", "EUR")
CATEGORIES = (
    "groceries",
    "household",
    "clothing",
    "toys",
    "beauty",
    "electronics",
    "smart_home",
    "furniture",
)
BRANDS = ("Alder", "Brio", "Casa", "Delta", "Evergreen", "Fjord", "Gala", "Helio")
WORDS = _words(
    """
    Classic Compact Eco Everyday Family Fresh Light Mini Nova Original Prime Pro
    Pure Smart Soft Solid Urban Vital Warm Zen
    """
)
NOUNS = (
    ("coffee beans", "olive oil", "pasta", "granola", "tea", "honey"),
    ("detergent", "storage box", "towel", "candle", "pan", "lamp"),
    ("jacket", "sneakers", "jeans", "sweater", "scarf", "shirt"),
    ("puzzle", "building blocks", "doll", "board game", "kite", "racing car"),
    ("face cream", "shampoo", "perfume", "lipstick", "sunscreen", "serum"),
    ("headphones", "tablet", "camera", "keyboard", "monitor", "speaker"),
    ("thermostat", "smart watch", "light bulb", "door sensor", "plug", "hub"),
    ("chair", "desk", "bookshelf", "sofa", "bed frame", "cabinet"),
)
# median price of a category, in units
PRICES = (9.0, 18.0, 45.0, 24.0, 28.0, 140.0, 75.0, 180.0)


def with_typos(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names, then each once more with its second letter left out."""
    return (*names, *(name[0] + name[2:] for name in names))
