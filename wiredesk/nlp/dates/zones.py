"""The time zone of a dateline's place, so that "today" is the reporter's day and not the newsroom's server's."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_EAST, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
_SHARED = {
    _EAST: (
        "washington|boston|philadelphia|atlanta|miami|baltimore|pittsburgh|cleveland|charlotte|orlando|"
        "tampa|buffalo|united nations|albany|hartford|richmond|raleigh|columbus|cincinnati|d.c.|n.y.|"
        "conn.|n.j.|pa.|mass.|md.|va.|n.c.|s.c.|ga.|ohio|maine|vt.|n.h.|r.i.|del.|w.va.|w. va.|new york|"
        "connecticut|new jersey|pennsylvania|massachusetts|maryland|virginia|north carolina|"
        "south carolina|vermont|new hampshire|rhode island|delaware|west virginia|michigan|mich."
    ),
    _CENTRAL: (
        "chicago|houston|dallas|austin|san antonio|new orleans|st. louis|milwaukee|minneapolis|memphis|"
        "nashville|oklahoma city|kansas city|des moines|omaha|ill.|wis.|minn.|iowa|mo.|ark.|la.|miss.|"
        "ala.|okla.|texas|tex.|illinois|wisconsin|minnesota|missouri|arkansas|louisiana|mississippi|"
        "alabama|oklahoma"
    ),
    _MOUNTAIN: (
        "salt lake city|albuquerque|santa fe|cheyenne|colo.|utah|mont.|wyo.|n.m.|colorado|montana|wyoming|new mexico"
    ),
    "America/Phoenix": "tucson|ariz.|arizona",
    _PACIFIC: (
        "san francisco|san diego|seattle|portland|las vegas|sacramento|oakland|silicon valley|calif.|"
        "wash.|nev.|california|nevada"
    ),
    "Pacific/Honolulu": "hawaii",
    "America/Anchorage": "alaska",
    "America/Toronto": "ottawa|montreal|quebec city|ontario|quebec",
    "Europe/London": (
        "manchester|edinburgh|glasgow|belfast|cardiff|birmingham|liverpool|leeds|england|scotland|wales|"
        "northern ireland|britain"
    ),
    "Europe/Paris": "strasbourg|lyon|marseille|nice|toulouse|bordeaux|france|cannes",
    "Europe/Berlin": (
        "frankfurt|bonn|munich|hamburg|cologne|duesseldorf|düsseldorf|leipzig|dresden|germany|west germany"
    ),
    "Europe/Zurich": "geneva|davos|bern|basel|switzerland",
    "Europe/Rome": "milan|naples|turin|venice|palermo|vatican city|italy",
    "Europe/Madrid": "barcelona|valencia|seville|spain",
    "Europe/Amsterdam": "the hague|rotterdam|netherlands",
    "Europe/Brussels": "antwerp|belgium",
    "Europe/Stockholm": "gothenburg|sweden",
    "Europe/Oslo": "bergen|norway",
    "Europe/Warsaw": "krakow|gdansk|poland",
    "Europe/Kyiv": "kyiv|kiev|kharkiv|odesa|odessa|lviv|dnipro|donetsk|zaporizhzhia|kherson|ukraine",
    "Europe/Moscow": "st. petersburg|st petersburg|grozny|sochi",
    "Europe/Istanbul": "ankara|izmir|turkey",
    "Europe/Athens": "thessaloniki|greece",
    "Europe/Belgrade": "pristina|serbia|kosovo|yugoslavia",
    "Asia/Jerusalem": "tel aviv|israel|haifa",
    "Asia/Gaza": "rafah|khan younis|gaza city",
    "Asia/Hebron": "ramallah|nablus|jenin|west bank",
    "Asia/Tehran": "iran|tehran",
    "Asia/Baghdad": "basra|mosul|erbil|iraq",
    "Asia/Dubai": "abu dhabi|united arab emirates",
    "Asia/Riyadh": "jeddah|saudi arabia",
    "Asia/Damascus": "aleppo|homs|syria",
    "Asia/Karachi": "islamabad|lahore|peshawar|quetta|pakistan",
    "Asia/Kolkata": (
        "new delhi|delhi|mumbai|bombay|chennai|madras|calcutta|bengaluru|bangalore|hyderabad|ahmedabad|srinagar|india"
    ),
    "Asia/Dhaka": "bangladesh",
    "Asia/Kathmandu": "nepal",
    "Asia/Shanghai": "beijing|guangzhou|shenzhen|wuhan|chengdu|china",
    "Asia/Tokyo": "osaka|kyoto|hiroshima|nagoya|japan",
    "Asia/Seoul": "south korea|busan",
    "Asia/Bangkok": "thailand",
    "Asia/Ho_Chi_Minh": "hanoi|ho chi minh city|vietnam",
    "Asia/Kuala_Lumpur": "malaysia",
    "Asia/Manila": "philippines|davao",
    "Asia/Yangon": "rangoon|naypyitaw|myanmar",
    "Africa/Johannesburg": "pretoria|cape town|durban|soweto|south africa",
    "Africa/Lagos": "abuja|kano|nigeria",
    "Africa/Nairobi": "kenya|mombasa",
    "Africa/Dar_es_Salaam": "tanzania|dodoma",
    "Africa/Addis_Ababa": "ethiopia",
    "Africa/Cairo": "alexandria|egypt",
    "Africa/Casablanca": "rabat|morocco",
    "America/Sao_Paulo": "rio de janeiro|brasilia|brasília|são paulo",
    "America/Argentina/Buenos_Aires": "argentina",
    "America/Mexico_City": "guadalajara|monterrey",
    "America/Havana": "cuba",
    "America/Caracas": "venezuela",
    "America/Bogota": "colombia|medellin",
    "America/Port-au-Prince": "haiti|port-au-prince",
    "Australia/Sydney": "canberra",
    "Pacific/Auckland": "wellington|christchurch|new zealand",
}
"""IANA zone → towns and one-zone countries that its own name does not hold; American states as datelines have them."""


@cache
def _zones() -> dict[str, str]:
    """Name of a place in small letters → IANA zone."""
    names = {
        key.rsplit("/", 1)[1].replace("_", " ").lower(): key
        for key in sorted(available_timezones())
        if "/" in key and not key.startswith(("Etc/", "US/", "Canada/", "SystemV/"))
    }
    return names | {name.strip(): zone for zone, listed in _SHARED.items() for name in listed.split("|")}


def zone_of(places: list[str]) -> str | None:
    """IANA zone of a dateline's places, the narrower first; None if none of them is known."""
    zones = _zones()
    return next((zones[place.lower()] for place in places if place.lower() in zones), None)


def local_date(published: datetime, places: list[str]) -> date:
    """The day of publication where the story was filed; by the time's own offset where that is not known.

    Noon and midnight to the second are how a day without a time is given, and stay that day.
    """
    if (published.minute, published.second, published.hour % 12) == (0, 0, 0):
        return published.date()
    zone = zone_of(places)
    return (published.astimezone(ZoneInfo(zone)) if zone else published).date()
