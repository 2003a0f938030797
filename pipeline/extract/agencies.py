"""The news agencies whose copy other outlets print, by all the names they go under."""

import re

AGENCIES = {
    "Reuters": ("Reuters", "Thomson Reuters", "REUTERS"),
    "AP": ("AP", "Associated Press", "The Associated Press"),
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse"),
    "Xinhua": ("Xinhua", "Xinhua News Agency"),
    "Kyodo": ("Kyodo", "Kyodo News"),
    "Jiji Press": ("Jiji Press", "Jiji"),
    "Yonhap": ("Yonhap", "Yonhap News Agency"),
    "UPI": ("UPI", "United Press International"),
    "dpa": ("dpa", "DPA", "Deutsche Presse-Agentur"),
    "TASS": ("TASS", "Itar-Tass", "ITAR-TASS"),
    "Interfax": ("Interfax",),
    "Bloomberg": ("Bloomberg", "Bloomberg News"),
    "PTI": ("PTI", "Press Trust of India"),
    "ANI": ("ANI", "Asian News International"),
    "IANS": ("IANS", "Indo-Asian News Service"),
    "EFE": ("EFE",),
    "ANSA": ("ANSA",),
    "PA": ("PA", "PA Media", "Press Association"),
    "The Canadian Press": ("CP", "The Canadian Press", "Canadian Press"),
    "AAP": ("AAP", "Australian Associated Press"),
    "CNA": ("CNA", "Central News Agency"),
    "Anadolu": ("AA", "Anadolu", "Anadolu Agency"),
    "Antara": ("ANTARA", "Antara"),
    "Bernama": ("Bernama", "BERNAMA"),
    "VNA": ("VNA", "Vietnam News Agency"),
    "Belga": ("Belga",),
    "SANA": ("SANA",),
    "KCNA": ("KCNA",),
    "Ukrinform": ("Ukrinform",),
    "Tribune News Service": ("Tribune News Service", "TNS", "Tribune Content Agency"),
    "CNN": ("CNN", "CNN Newsource", "CNN Wire"),
    "PRNewswire": ("PRNewswire", "PR Newswire"),
    "Business Wire": ("BUSINESS WIRE", "Business Wire"),
    "GlobeNewswire": ("GLOBE NEWSWIRE", "GlobeNewswire"),
}
NAMES = {alias: name for name, aliases in AGENCIES.items() for alias in aliases}
FOLDED = {alias.casefold(): name for alias, name in NAMES.items() if len(alias) > 3}
ANY_NAME = "|".join(re.escape(alias) for alias in sorted(NAMES, key=len, reverse=True))


def agency_of(text: str) -> str | None:
    """Return an agency's usual name for any of its names; short ones (``AP``) count only as they are written."""
    text = text.strip(" .,;:()[]/|—–-")
    return NAMES.get(text) or FOLDED.get(text.casefold())
