"""Kinds that a name itself tells: "University of Ghent" is a university."""

from __future__ import annotations

import re

_KINDS: dict[str, list[tuple[str, str]]] = {
    "organisation": [
        ("university", r"Universit|Politecnico|Polytechnic|Hochschule|Universidad|大学|College"),
        ("academy", r"Academy|Akademie|Académie|Accademia|Academia|科学院|工程院"),
        ("ministry", r"Ministry|[Mm]inisterium|Ministère|Ministero|Ministerio|部$"),
        ("hospital", r"Hospital|Klinik|Hôpital|Hospices|Ospedale|医院"),
        ("chamber-of-commerce", r"Chamber|Handelskammer|Chambre de commerce|Camera di|Cámara de Comercio|商会"),
        ("museum", r"Muse[uo]m?|Musée|博物馆"),
        ("association", r"Association|Verband|Verein|Associazione|Asociación|Federation|协会|学会|联合会"),
        ("company", r"GmbH|\bAG\b|Ltd|LTD|\bS\.?A\.|S\.?r\.?l|S\.?p\.?A|\bB\.?V\b|\bN\.?V\b|\bSE\b|\bAB\b|\bSAS\b|Company|公司|集团"),
        ("research-institute", r"Institut|Istituto|Instituto|Research Cent|Forschungszentrum|研究院|研究所|Laborator"),
        ("foundation", r"(?<!Science )Foundation|Stiftung|Fondation|Fondazione|Fundación|基金会"),
        ("local-authority", r"^(?:City|Town|Municipality) of |^Stadt [A-ZÄÖÜ]|Stadtverwaltung|Gemeindeverwaltung|^Ville de |^Comune di |^Ayuntamiento|市政府|人民政府"),
        ("network", r"Network|Netzwerk|Réseau|\bRed\b"),
    ],
    "event": [
        ("conference", r"(?i)conf[eé]ren|konferenz|conferencia|kongress|congress|tagung|大会|convegno|congreso|forum|foro|论坛"),
        ("workshop", r"(?i)workshop|atelier|taller|工作坊"),
        ("seminar", r"(?i)seminar|séminaire|研讨会"),
        ("symposium", r"(?i)sympos|simposi"),
        ("business-mission", r"(?i)mission|misión|delegationsreise|unternehmerreise|考察"),
        ("matchmaking", r"(?i)matchmaking|kooperationsbörse|对接会|brokerage"),
        ("cooperation-week", r"(?i)week|woche|semaine|settimana|semana|合作周"),
        ("exhibition", r"(?i)exhibition|ausstellung|expo|博览会|展览"),
        ("trade-fair", r"(?i)\bfair|messe|salon|fiera|feria"),
        ("summer-school", r"(?i)summer school|sommerschule|école d.été|scuola estiva|escuela de verano|夏令营|暑期学校"),
        ("ceremony", r"(?i)ceremony|cérémonie|cerimonia|ceremonia|festakt|zeremonie|仪式"),
        ("roundtable", r"(?i)round ?table|table ronde|tavola rotonda|mesa redonda|圆桌"),
        ("visit", r"(?i)visit|besuch"),
        ("meeting", r"(?i)meeting|treffen|réunion|riunione|reunión|会议|sitzung|kick-?off"),
        ("summit", r"(?i)summit|gipfel|峰会|会晤"),
    ],
    "agreement": [
        ("joint-statement", r"(?i)declaration|(?<!absichts)erklärung|déclaration|dichiarazione|declaración|statement|声明|公报"),
        ("strategic-partnership", r"(?i)strategic partnership|strategische partnerschaft"),
        ("agenda", r"(?i)agenda"),
        ("funding-mechanism", r"(?i)funding mechanism"),
        ("convention", r"(?i)^convention|convenio|convenzione"),
        ("memorandum-of-understanding", r"(?i)memorandum|mémorandum|memorando|protocole d.(?:entente|accord)|protocollo d.intesa|protocolo de entendimiento|(?-i:\bMoUs?\b)|备忘录"),
        ("letter-of-intent", r"(?i)letters? of intent|absichtserklärung|lettre d.intention|lettera d.intenti|carta de intenciones|意向书"),
        ("protocol", r"(?i)^protocol\b|(?<![a-zäöü])protokoll|议定书"),
        ("cooperation-agreement", r"(?i)agreement|abkommen|vereinbarung|vertrag|accord|accordo|acuerdo|protocol|协议|协定"),
    ],
    "dialogue": [
        ("summit", r"(?i)summit|gipfel|sommet|vertice|cumbre|会晤"),
        ("high-level-dialogue", r"(?i)high[- ]level|hochrangig|haut niveau|alto livello|alto nivel|高级别|高层"),
        ("joint-committee", r"(?i)committee|ausschuss|comité|comitato|委员会"),
        ("sectoral-dialogue", r"(?i)dialog|对话"),
    ],
    "programme": [
        ("framework-programme", r"(?i)horizon|H2020|FP ?[5-9]|framework programme|rahmenprogramm|地平线|框架计划"),
    ],
}  # fmt: skip


def kind_of(cls: str, name: str) -> str | None:
    """Return the kind a name tells, or None."""
    group = {"Partner": "organisation", "DialogueSession": "event"}.get(cls, cls.lower())
    found = next((kind for kind, told in _KINDS.get(group, ()) if re.search(told, name)), None)
    return found or ("cluster-organisation" if cls == "Cluster" else None)


_SUMS = {
    "own-contribution": r"(?i)own (?:contribution|funds|resources)|eigen(?:anteil|mittel|beitrag)|自筹",
    "eu-contribution": r"(?i)\bEU(?:[ -](?:contribution|funding|grant|share)|-Beitrag|-Mittel)|(?:contribution|grant|funding) (?:of|by|from) the (?:EU|European (?:Union|Commission))|欧盟(?:资助|出资)",
    "total-cost": r"(?i)total (?:cost|budget|value)|overall (?:cost|budget)|gesamt(?:kosten|budget|volumen)|总(?:费用|预算|投资|额)",
    "grant": r"(?i)\bgrants?\b|subsid|zuschuss|zuwendung|补助|拨款",
}


def around(text: str, start: int, end: int) -> str:
    """Return a sum with the few words around it that may say what it is."""
    before = re.split(r"[.;:,](?=\s)", text[max(0, start - 40) : start])[-1]
    return before + text[start:end] + re.split(r"[.;:,](?=\s)", text[end : end + 25])[0]


def kind_of_sum(key: str, words: str) -> str:
    """Return what an amount of money is, by the words around it: a budget where they say nothing."""
    if key == "totalCost":
        return "total-cost"
    return next((kind for kind, told in _SUMS.items() if re.search(told, words)), "budget")
