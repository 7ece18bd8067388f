"""Write ontology/countries.ttl: the countries and territories of ISO 3166-1.

Labels come from the Unicode CLDR as packed in Babel; the codes and the dates of EU membership
stand below. Run it again only when one of them changes::

    .venv/bin/python ontology/make_countries.py

The Turtle is committed and is what the build reads; nothing imports this script.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale

TARGET = Path(__file__).with_name("countries.ttl")
AUTHORITY = "http://publications.europa.eu/resource/authority/country/"

# ISO 3166-1: alpha-2 followed by alpha-3.
CODES = """
    ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA
    AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES
    BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK
    CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA
    DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA
    GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS
    GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD
    IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA
    KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA
    LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ
    MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC
    NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
    PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC
    SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV
    SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR
    TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR
    VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
"""

# Accession and exit as the treaties have them.
MEMBERS = {
    "1958-01-01": "BE DE FR IT LU NL",
    "1973-01-01": "DK GB IE",
    "1981-01-01": "GR",
    "1986-01-01": "ES PT",
    "1995-01-01": "AT FI SE",
    "2004-05-01": "CY CZ EE HU LT LV MT PL SI SK",
    "2007-01-01": "BG RO",
    "2013-07-01": "HR",
}
MEMBER_FROM = {code: day for day, codes in MEMBERS.items() for code in codes.split()}
MEMBER_UNTIL = {"GB": "2020-01-31"}

# Regions of a member state, inside the EU, that have an ISO code of their own.
PART_OF = {"AX": "FI", "GF": "FR", "GP": "FR", "MF": "FR", "MQ": "FR", "RE": "FR", "YT": "FR"}

# Codes that EU registers write instead of the ISO code.
EU_CODES = {"GR": "EL", "GB": "UK"}

SIDES = {"CN": "china", "HK": "hong-kong", "MO": "macao", "TW": "taiwan"}

# Names as texts of the EU and of both sides write them, where the CLDR has another form. The
# CLDR's name stays as an alternative label, for search.
LABELS = {
    "CD": {"en": "Democratic Republic of the Congo", "de": "Demokratische Republik Kongo"},
    "CG": {"en": "Congo", "de": "Kongo"},
    "FK": {"zh": "马尔维纳斯群岛（福克兰群岛）"},
    "HK": {"en": "Hong Kong SAR", "de": "Hongkong (SVR)", "zh": "中国香港"},
    "MM": {"en": "Myanmar/Burma"},
    "MO": {"en": "Macao SAR", "de": "Macau (SVR)", "zh": "中国澳门"},
    "PS": {"en": "Palestine*", "de": "Palästina*", "zh": "巴勒斯坦"},
    "TW": {"zh": "台湾地区"},
    "UM": {"en": "United States Minor Outlying Islands"},
    "VI": {"en": "United States Virgin Islands"},
    "XK": {"en": "Kosovo*", "de": "Kosovo*", "zh": "科索沃地区"},
}

# Short forms that documents and registers write, for search; never shown as the name.
SHORT = {
    "HK": {"en": "Hong Kong", "de": "Hongkong", "zh": "香港"},
    "MM": {"en": "Myanmar"},
    "MO": {"en": "Macao", "de": "Macau", "zh": "澳门"},
    "PS": {"en": "Palestine", "de": "Palästina"},
}

# The footnotes that texts of the EU put to these names.
NOTES = {
    "PS": {
        "en": "* This designation shall not be construed as recognition of a State of Palestine "
        "and is without prejudice to the individual positions of the member states on this issue.",
        "de": "* Diese Bezeichnung ist nicht als Anerkennung eines Staates Palästina auszulegen "
        "und lässt die Standpunkte der einzelnen Mitgliedstaaten zu dieser Frage unberührt.",
        "zh": "此名称不代表对任何地位问题的立场。",
    },
    "XK": {
        "en": "* This designation is without prejudice to positions on status, and is in line "
        "with UNSCR 1244/1999 and the ICJ Opinion on the Kosovo declaration of independence.",
        "de": "* Diese Bezeichnung berührt nicht die Standpunkte zum Status und steht im Einklang "
        "mit der Resolution 1244/1999 des VN-Sicherheitsrates und dem Gutachten des "
        "Internationalen Gerichtshofs zur Unabhängigkeitserklärung des Kosovos.",
        "zh": "此名称不代表对任何地位问题的立场。",
    },
}

HEAD = """\
# Countries and territories of ISO 3166-1, with the dates of EU membership and the places that
# stand for the European Union and Europe. Written by make_countries.py; do not edit by hand.

@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix country: <https://w3id.org/eucn/id/country/> .
@prefix place: <https://w3id.org/eucn/id/place/> .
@prefix place-kind: <https://w3id.org/eucn/vocabulary/place-kind/> .
@prefix side: <https://w3id.org/eucn/vocabulary/side/> .
@prefix eu-country: <http://publications.europa.eu/resource/authority/country/> .

place:europe a eucn:Place ;
    eucn:kind place-kind:continent ;
    skos:prefLabel "Europe"@en , "Europa"@de , "欧洲"@zh .

place:european-union a eucn:Place ;
    eucn:kind place-kind:group-of-states ;
    skos:prefLabel "European Union"@en , "Europäische Union"@de , "欧盟"@zh .
eu-country:EUR foaf:focus place:european-union .
"""


def names(alpha2: str) -> tuple[str, str]:
    """Return the preferred names of a country and its other ones, as objects of a Turtle
    statement.
    """
    preferred, others = [], []
    for language in ("en", "de", "zh"):
        cldr = Locale(language).territories[alpha2]
        written = cldr.replace(" & ", " and ") if language == "en" else cldr
        name = LABELS.get(alpha2, {}).get(language, written)
        preferred.append(f'"{name}"@{language}')
        for other in dict.fromkeys((cldr, SHORT.get(alpha2, {}).get(language, name))):
            if other != name:
                others.append(f'"{other}"@{language}')
    return " , ".join(preferred), " , ".join(others)


def block(alpha2: str, alpha3: str | None) -> str:
    """Return the Turtle of one country; ``alpha3`` is None for a code that ISO has not assigned."""
    preferred, others = names(alpha2)
    lines = [f"country:{alpha2.lower()} a eucn:Country", "eucn:kind place-kind:country"]
    if alpha3:
        lines += [f'eucn:isoAlpha2 "{alpha2}"', f'eucn:isoAlpha3 "{alpha3}"']
        lines.append(f'skos:notation "{alpha2}" , "{alpha3}"')
    if alpha2 in EU_CODES or not alpha3:
        lines.append(f'eucn:euCode "{EU_CODES.get(alpha2, alpha2)}"')
    if alpha2 in MEMBER_FROM:
        lines.append(f'eucn:euMemberFrom "{MEMBER_FROM[alpha2]}"^^xsd:date')
    if alpha2 in MEMBER_UNTIL:
        lines.append(f'eucn:euMemberUntil "{MEMBER_UNTIL[alpha2]}"^^xsd:date')
    if alpha2 in PART_OF:
        lines.append(f"eucn:partOf country:{PART_OF[alpha2].lower()}")
    if alpha2 in SIDES:
        lines.append(f"eucn:side side:{SIDES[alpha2]}")
    lines.append(f"skos:prefLabel {preferred}")
    if others:
        lines.append(f"skos:altLabel {others}")
    if alpha2 in NOTES:
        notes = " , ".join(f'"{note}"@{language}' for language, note in NOTES[alpha2].items())
        lines.append(f"skos:note {notes}")
    focus = f"eu-country:{alpha3} foaf:focus country:{alpha2.lower()} .\n" if alpha3 else ""
    return " ;\n    ".join(lines) + " .\n" + focus


def countries() -> str:
    """Return the whole file. Kosovo has no ISO code; XK is what EU registers write."""
    codes: list[tuple[str, str | None]] = [(code[:2], code[2:]) for code in CODES.split()]
    codes.append(("XK", None))
    return HEAD + "".join("\n" + block(*code) for code in sorted(codes))


if __name__ == "__main__":
    TARGET.write_text(countries(), encoding="utf-8")
