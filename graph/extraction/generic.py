"""Names that are none: "kick-off meeting", "a memorandum of understanding", 启动会.

Each project has its kick-off meeting and each pair of partners its memorandum: such words never
say by themselves which one is meant.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from graph.extraction.lexicon import countries, places

CLASSES = frozenset(
    {"Event", "DialogueSession", "Agreement", "Dialogue", "ClusterPartnership", "Initiative"}
)
"""Classes whose things are often told by a common noun."""
_SMALL = (
    "a an the of on for in at to by with from and or its their this that between "
    "der die das den dem des ein eine einer eines einem einen zu zum zur von vom fur uber und im in am mit nach bei "
    "le la les un une du de d l des pour sur au aux et en avec "
    "il lo i gli una uno di del della dei delle per su sul con e "
    "el los las y al "
)
_WORDS = (
    "kick-off kickoff kick off opening closing final first second third fourth fifth sixth seventh eighth ninth tenth last next "
    "annual biannual yearly regular joint bilateral multilateral international high-level high level official formal informal public "
    "plenary general virtual online hybrid digital expert experts project consortium partner partners stakeholder technical steering "
    "working press official signing launch inaugural political strategic economic scientific mutual new common "
    "meeting meetings event events workshop workshops seminar seminars webinar webinars conference conferences congress forum symposium summit "
    "session sessions round rounds roundtable round-table table talks talk dialogue dialogues consultation consultations ceremony week day days fair exhibition mission missions "
    "trip tour journey visit visits delegation delegations study business trade cluster school summer winter training course matchmaking brokerage assembly committee council group "
    "memorandum memoranda understanding mou mous letter intent loi agreement agreements cooperation collaboration co-operation framework accord treaty contract "
    "declaration statement protocol communique partnership partnerships arrangement initiative plan action agenda science technology research innovation "
    "auftakt abschluss eroffnung einweihung festakt sommerschule winterschule schulung lehrgang fortbildung erste ersten erster erstes zweite zweiten dritte dritten vierte vierten jahrliche jahrlichen gemeinsame gemeinsamen gemeinsamer gemeinsames bilaterale bilateralen "
    "memorandum vertrag abkommen vereinbarung erklarung protokoll absichtserklarung partnerschaft rahmen forum gipfel dialog treffen sitzung tagung konferenz besuch reise "
    "delegation delegationen strategische strategischen strategischer "
    "reunion reunions lancement rencontre atelier seminaire colloque conference congres visite mission voyage delegation annuelle annuel premiere premier deuxieme troisieme conjointe conjoint commune commun generale "
    "memorandum entente protocole accord accords cooperation cadre lettre intention declaration contrat partenariat convention session cloture ouverture table ronde sommet travail dialogue forum etude affaires "
    "riunione incontro avvio lancio laboratorio seminario convegno conferenza congresso visita missione viaggio delegazione annuale prima primo seconda secondo terza terzo congiunta congiunto comune generale "
    "intesa protocollo accordo cooperazione collaborazione quadro lettera intenti dichiarazione contratto partenariato convenzione sessione chiusura apertura tavola rotonda vertice dialogo foro lavoro studio "
    "inicio lanzamiento inaugural encuentro taller seminario jornada conferencia congreso visita mision viaje delegacion anual primera primer segunda segundo tercera tercer conjunta conjunto comun "
    "memorando entendimiento protocolo acuerdo acuerdos cooperacion colaboracion marco carta intenciones declaracion contrato asociacion convenio sesion clausura apertura mesa redonda cumbre dialogo trabajo estudio reunion"
)
_GERMAN = re.compile(
    r"(?:auftakt|abschluss|eroffnungs|start|jahres|projekt|konsortial|konsortiums|partner|arbeits|fach|experten|delegations|unternehmer|wirtschafts|cluster|gruppen|studien|"
    r"informations|dienst|gegen|arbeits|kooperations|zusammenarbeits|rahmen|absichts|verstandigungs|partnerschafts|wissenschafts|forschungs|koordinations|koordinierungs|"
    r"lenkungs|mitglieder|haupt|gemeinschafts|grundsatz|unterzeichnungs|kick-off-|kickoff-|online-|jubilaums|kick-)+"
    r"(?:treffen|veranstaltung|tagung|sitzung|konferenz|versammlung|gesprache?|besuchs?|reise|seminar|workshop|forum|messe|meeting|runde|kreis|zeremonie|feier|"
    r"erklarung|vereinbarung|abkommen|vertrags?|memorandum|protokoll|abkommens|programm|woche|tage?)(?:en|n|s)?"
)
_CHINESE = re.compile(
    r"(?:第[一二三四五六七八九十两0-9]+[次届轮]|首[次届轮]|双方|两国|双边|多边|高级别|高层|国际|年度|联合|共同|战略|经贸|科技|科学|技术|创新|研究|项目|合作|谅解|框架|意向|"
    r"启动|开幕|闭幕|签约|签字|工作|专家|线上|总结|代表团|考察|访问|参观|交流|对接|的|关于|"
    r"备忘录|协议书?|协定|意向书|声明|宣言|公报|合同|议定书|会议|大会|年会|会谈|会晤|研讨会|座谈会|论坛|峰会|对话|培训班?|仪式|活动|展览会?|博览会|团|周|会|书)+"
)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    return "".join(c for c in text if not unicodedata.combining(c))


@functools.cache
def _common() -> frozenset[str]:
    return frozenset((_SMALL + _WORDS).split())


@functools.cache
def _where() -> frozenset[str]:
    return frozenset(w for n in (*countries(), *places()) for w in _folded(n).split())


def is_generic(cls: str, name: str) -> bool:
    """Return whether a name is made of common words alone, with or without where and when."""
    if cls not in CLASSES:
        return False
    folded = _folded(name)
    if re.search(r"[\u3400-\u9fff]", folded):
        return _CHINESE.fullmatch(re.sub(r"[\s0-9年月日]", "", folded)) is not None
    if cls.startswith("Dialogue") and any(w[0].isupper() for w in name.split()[1:]):
        return False  # "High-Level Strategic Dialogue" is what it is called
    words = re.findall(r"[\w-]+", folded)
    plain = [w for w in words if not re.fullmatch(r"[0-9-]+(?:st|nd|rd|th|er|e|a|o)?", w)]
    common = [
        w
        for w in plain
        if w in _common() or all(p in _common() for p in w.split("-")) or _GERMAN.fullmatch(w)
    ]
    small = set(_SMALL.split())
    where = [w for w in plain if w not in common and w in _where()]
    return len(common) + len(where) == len(plain) and any(w not in small for w in common)
