"""The words of the sentences and definitions, in the three languages of the site.

Keys with `.one` and `.many` depend on a count, written `{n}`; Chinese has `.many` only.
"""

from __future__ import annotations

SIDES = {
    "en": {
        "eu": "EU",
        "china": "China",
        "other": "other",
        "unknown": "unknown",
        "hong-kong": "Hong Kong",
        "macao": "Macao",
        "taiwan": "Taiwan",
    },
    "de": {
        "eu": "EU",
        "china": "China",
        "other": "andere",
        "unknown": "unbekannt",
        "hong-kong": "Hongkong",
        "macao": "Macau",
        "taiwan": "Taiwan",
    },
    "zh": {
        "eu": "欧盟",
        "china": "中国",
        "other": "其他",
        "unknown": "未知",
        "hong-kong": "香港",
        "macao": "澳门",
        "taiwan": "台湾",
    },
}

_EN = {
    "adjective.eu": "EU",
    "adjective.china": "Chinese",
    "list.last": "{names} and {last}",
    "list.more.one": "{names} and one more",
    "list.more.many": "{names} and {n} more",
    "broker.bridging": "{name} lies on {share} of the shortest connections between EU and "
    "Chinese actors.",
    "broker.other": "{name} lies between other actors, but on no shortest connection between "
    "Europe and China.",
    "broker.none.one": "{name} has one tie and lies between no others.",
    "broker.none.many": "{name} has {n} ties and lies between no others: its contacts are tied "
    "to each other already.",
    "broker.alone": "{name} shares nothing with another actor in this view.",
    "broker.cut.one": "Without it one EU-Chinese pair would have no connection left.",
    "broker.cut.many": "Without it {n} EU-Chinese pairs would have no connection left.",
    "broker.only.one": "It is the only shared contact of one EU-Chinese pair.",
    "broker.only.many": "It is the only shared contact of {n} EU-Chinese pairs.",
    "broker.reach_china.one": "It is tied to one Chinese actor directly.",
    "broker.reach_china.many": "It is tied to {n} Chinese actors directly.",
    "broker.reach_eu.one": "It is tied to one EU actor directly.",
    "broker.reach_eu.many": "It is tied to {n} EU actors directly.",
    "broker.pattern.one": "Between the sides it mostly stands as {pattern} (one pair).",
    "broker.pattern.many": "Between the sides it mostly stands as {pattern} ({n} pairs).",
    "broker.more.one": "That is more than its one activity explains: shuffled networks give it "
    "{expected} on average ({runs} runs).",
    "broker.more.many": "That is more than its {n} activities explain: shuffled networks give it "
    "{expected} on average ({runs} runs).",
    "broker.as.one": "Its one activity alone can explain that: shuffled networks give it "
    "{expected} on average ({runs} runs).",
    "broker.as.many": "Its {n} activities alone can explain that: shuffled networks give it "
    "{expected} on average ({runs} runs).",
    "broker.less.one": "That is less than its one activity would give in a shuffled network "
    "({expected} on average, {runs} runs).",
    "broker.less.many": "That is less than its {n} activities would give in a shuffled network "
    "({expected} on average, {runs} runs).",
    "gap.unserved-priority": "{sources} named {topic} as a priority; no project, event or "
    "agreement about it is recorded.",
    "gap.one-sided-topic.one": "In {topic} the projects, events and agreements name one {side} "
    "organisation and no {other} one.",
    "gap.one-sided-topic.many": "In {topic} the projects, events and agreements name {n} {side} "
    "organisations and no {other} one.",
    "gap.country-without-tie.one": "{country}: one organisation is recorded, and it shares "
    "nothing with a Chinese one.",
    "gap.country-without-tie.many": "{country}: {n} organisations are recorded, and none shares "
    "anything with a Chinese one.",
    "gap.countries-unnamed.one": "From one EU member state no organisation is recorded: "
    "{countries}.",
    "gap.countries-unnamed.many": "From {n} EU member states no organisation is recorded: "
    "{countries}.",
    "gap.topic-without-country": "In {topic}, organisations from {present} share something with "
    "Chinese ones; none from {absent} does, though they do in other fields.",
    "gap.partnership-without-event": "{thing} is aimed at China; no dated event of it is recorded.",
    "gap.dialogue-without-session": "No meeting of {thing} is recorded.",
    "gap.agreement-without-project": "No project that belongs to {thing} is recorded.",
    "gap.unbridged-group.many": "The {n} actors around {first} ({eu} EU, {china} Chinese) "
    "have no tie to the largest group, the {largest_size} around {largest}.",
    "gap.lapsed-tie": "{a} and {b} last shared something until {end} ({settings}); nothing later "
    "is recorded up to {as_of}.",
    "gap.missing-tie.one": "{a} and {b} share the contact {contacts} and are active in {topics}; "
    "no tie between them is recorded.",
    "gap.missing-tie.many": "{a} and {b} share {n} contacts ({contacts}) and are active in "
    "{topics}; no tie between them is recorded.",
}

_DE = {
    "adjective.eu": "aus der EU",
    "adjective.china": "aus China",
    "list.last": "{names} und {last}",
    "list.more.one": "{names} und eine weitere Angabe",
    "list.more.many": "{names} und {n} weitere",
    "broker.bridging": "{name} liegt auf {share} der kürzesten Verbindungen zwischen "
    "Akteuren der EU und Chinas.",
    "broker.other": "{name} liegt zwischen anderen Akteuren, aber auf keiner kürzesten "
    "Verbindung zwischen Europa und China.",
    "broker.none.one": "{name} hat eine Verbindung und liegt zwischen keinen anderen.",
    "broker.none.many": "{name} hat {n} Verbindungen und liegt zwischen keinen anderen: Die "
    "Kontakte sind schon miteinander verbunden.",
    "broker.alone": "{name} teilt in dieser Ansicht nichts mit einem anderen Akteur.",
    "broker.cut.one": "Ohne diesen Akteur hätte ein EU-China-Paar keine Verbindung mehr.",
    "broker.cut.many": "Ohne diesen Akteur hätten {n} EU-China-Paare keine Verbindung mehr.",
    "broker.only.one": "Für ein EU-China-Paar ist er der einzige gemeinsame Kontakt.",
    "broker.only.many": "Für {n} EU-China-Paare ist er der einzige gemeinsame Kontakt.",
    "broker.reach_china.one": "Direkt verbunden ist er mit einem Akteur Chinas.",
    "broker.reach_china.many": "Direkt verbunden ist er mit {n} Akteuren Chinas.",
    "broker.reach_eu.one": "Direkt verbunden ist er mit einem Akteur der EU.",
    "broker.reach_eu.many": "Direkt verbunden ist er mit {n} Akteuren der EU.",
    "broker.pattern.one": "Zwischen den Seiten steht er meist als {pattern} (ein Paar).",
    "broker.pattern.many": "Zwischen den Seiten steht er meist als {pattern} ({n} Paare).",
    "broker.more.one": "Das ist mehr, als die eine Aktivität erklärt: In gemischten Netzen sind "
    "es im Mittel {expected} ({runs} Läufe).",
    "broker.more.many": "Das ist mehr, als die {n} Aktivitäten erklären: In gemischten Netzen "
    "sind es im Mittel {expected} ({runs} Läufe).",
    "broker.as.one": "Die eine Aktivität allein kann das erklären: In gemischten Netzen sind es "
    "im Mittel {expected} ({runs} Läufe).",
    "broker.as.many": "Die {n} Aktivitäten allein können das erklären: In gemischten Netzen sind "
    "es im Mittel {expected} ({runs} Läufe).",
    "broker.less.one": "Das ist weniger, als die eine Aktivität in einem gemischten Netz ergäbe "
    "(im Mittel {expected}, {runs} Läufe).",
    "broker.less.many": "Das ist weniger, als die {n} Aktivitäten in einem gemischten Netz "
    "ergäben (im Mittel {expected}, {runs} Läufe).",
    "gap.unserved-priority": "{sources}: als Schwerpunkt genannt ist {topic}; ein Projekt, eine "
    "Veranstaltung oder ein Abkommen dazu ist nicht verzeichnet.",
    "gap.one-sided-topic.one": "Zum Thema {topic} nennen Projekte, Veranstaltungen und Abkommen "
    "eine Organisation {side} und keine {other}.",
    "gap.one-sided-topic.many": "Zum Thema {topic} nennen Projekte, Veranstaltungen und Abkommen "
    "{n} Organisationen {side} und keine {other}.",
    "gap.country-without-tie.one": "{country}: Eine Organisation ist verzeichnet; mit einer "
    "chinesischen teilt sie nichts.",
    "gap.country-without-tie.many": "{country}: {n} Organisationen sind verzeichnet; keine teilt "
    "etwas mit einer chinesischen.",
    "gap.countries-unnamed.one": "Aus einem EU-Mitgliedstaat ist keine Organisation verzeichnet: "
    "{countries}.",
    "gap.countries-unnamed.many": "Aus {n} EU-Mitgliedstaaten ist keine Organisation "
    "verzeichnet: {countries}.",
    "gap.topic-without-country": "Zum Thema {topic} teilen Organisationen aus {present} etwas mit "
    "chinesischen; aus {absent} keine, obwohl sie es in anderen Feldern tun.",
    "gap.partnership-without-event": "{thing} zielt auf China; eine datierte Veranstaltung dazu "
    "ist nicht verzeichnet.",
    "gap.dialogue-without-session": "{thing}: Kein Treffen ist verzeichnet.",
    "gap.agreement-without-project": "{thing}: Kein zugehöriges Projekt ist verzeichnet.",
    "gap.unbridged-group.many": "Die {n} Akteure um {first} ({eu} der EU, {china} "
    "Chinas) haben keine Verbindung zur größten Gruppe, den {largest_size} um {largest}.",
    "gap.lapsed-tie": "{a} und {b} teilten zuletzt etwas bis {end} ({settings}); Späteres ist "
    "bis {as_of} nicht verzeichnet.",
    "gap.missing-tie.one": "{a} und {b} haben den Kontakt {contacts} gemeinsam und sind aktiv in "
    "{topics}; eine Verbindung zwischen ihnen ist nicht verzeichnet.",
    "gap.missing-tie.many": "{a} und {b} haben {n} Kontakte gemeinsam ({contacts}) und sind aktiv "
    "in {topics}; eine Verbindung zwischen ihnen ist nicht verzeichnet.",
}

_ZH = {
    "adjective.eu": "欧盟",
    "adjective.china": "中国",
    "list.last": "{names}和{last}",
    "list.more.many": "{names}等（另有{n}个）",
    "broker.bridging": "欧盟与中国参与方之间的最短联系中，有{share}经过{name}。",
    "broker.other": "{name}处于其他参与方之间，但不在欧盟与中国之间的任何最短联系上。",
    "broker.none.many": "{name}有{n}条联系，但不处于其他参与方之间：其联系方彼此之间已有联系。",
    "broker.alone": "在此视图中，{name}与其他参与方没有共同活动。",
    "broker.cut.many": "没有它，{n}对欧盟与中国参与方将失去一切联系。",
    "broker.only.many": "它是{n}对欧盟与中国参与方唯一的共同联系方。",
    "broker.reach_china.many": "它与{n}个中国参与方有直接联系。",
    "broker.reach_eu.many": "它与{n}个欧盟参与方有直接联系。",
    "broker.pattern.many": "在各方之间，它的位置多为{pattern}（{n}对）。",
    "broker.more.many": "这超出了其{n}项活动所能解释的程度：在随机重排的网络中平均为{expected}"
    "（{runs}次）。",
    "broker.as.many": "仅其{n}项活动即可解释这一数值：在随机重排的网络中平均为{expected}"
    "（{runs}次）。",
    "broker.less.many": "这低于其{n}项活动在随机重排网络中应有的数值（平均{expected}，{runs}次）。",
    "gap.unserved-priority": "{sources}将{topic}列为优先主题；未见有关的项目、活动或协议记录。",
    "gap.one-sided-topic.many": "在{topic}方面，项目、活动和协议中提到{n}个{side}机构，"
    "没有{other}机构。",
    "gap.country-without-tie.many": "{country}：记录有{n}个机构，均与中国机构没有共同活动。",
    "gap.countries-unnamed.many": "有{n}个欧盟成员国没有任何机构记录：{countries}。",
    "gap.topic-without-country": "在{topic}方面，来自{present}的机构与中国机构有共同活动；来自"
    "{absent}的机构没有，尽管它们在其他领域有。",
    "gap.partnership-without-event": "{thing}面向中国；未见其有日期的活动记录。",
    "gap.dialogue-without-session": "未见{thing}的会议记录。",
    "gap.agreement-without-project": "未见属于{thing}的项目记录。",
    "gap.unbridged-group.many": "以{first}为中心的{n}个参与方（欧盟{eu}个，中国{china}个）与最大的"
    "群体（以{largest}为中心的{largest_size}个）没有联系。",
    "gap.lapsed-tie": "{a}与{b}的共同活动（{settings}）止于{end}；截至{as_of}未见更晚的记录。",
    "gap.missing-tie.many": "{a}与{b}有{n}个共同联系方（{contacts}），且都活跃于{topics}；"
    "未见二者之间有联系的记录。",
}

PHRASES = {"en": _EN, "de": _DE, "zh": _ZH}
