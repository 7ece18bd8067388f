"""Words that begin, fill or end the names of organisations, whatever the language."""

from __future__ import annotations

FIELDS = frozenset(
    "Science Sciences Technology Technologies Technological Health Food Trade Industry Industries Research Innovation "
    "Education Culture Environment Environmental Energy Engineering Medicine Medical Agriculture Agricultural Commerce Economy "
    "Economics Development Information Planning Finance Transport Tourism Water Climate Space Sports Arts "
    "Fisheries Forestry Business Management Entrepreneurship Enterprise Internal Market SMEs Small Medium Medium-sized "
    "Enterprises Reform Affairs Policy Security Urban Rural Housing Human Social Applied Natural Ecology Marine Maritime "
    "Chemistry Physics Biology Biotechnology Biomedicine Telecommunications Communication Communications Digital Design "
    "Scientific Economic Geosciences Infrastructure Logistics Materials Mobility Humanities Statistics Labour Nature Conservation Consumer "
    "Forests Rivers Oceans Women Youth Family Families Justice Integration Sport Heritage Media Aviation Minerals Metrology Quarantine Inspection Cooperation "
    "Employment Digitalisation Digitalization Regions Construction Emergency Mechanics Electronics Automation Robotics Optics Photonics Astronomy Geology "
    "Geography Hydrology Meteorology Oceanography Languages Linguistics Law Diplomacy Philosophy History Literature Nutrition Pharmacy Nursing Immunology Ageing Aging Peace "
    "Bildung Forschung Umwelt Naturschutz Wirtschaft Klimaschutz Energie Verkehr Gesundheit Landwirtschaft Technologie "
    "Wissenschaft Wissenschaften Kunst Technik Handels Handel Industrie Ernährung Infrastruktur Ökologie Entwicklung "
    "Innovación Ciencia Universidades Tecnología Industria Comercio Turismo Educación Cultura Agricultura Pesca Energía "
    "Scienza Scienze Tecnologia Commercio Industria Artigianato Ricerca Istruzione Salute Ambiente "
    "Recherche Technologie Santé Écologie Enseignement Commerce Industrie Agriculture".split()
)
DETERMINERS = frozenset(
    "the The a A an An der die das den dem des Der Die Das Den Dem Des ein eine einem einer Ein Eine le la les l Le La Les L' il lo "
    "gli i Il Lo Gli I el los las El Los Las un une una Un Une Una this This its Its their Their his "
    "À Ad En Nel Nella Its both Both beide Beide In At On By For With From And Und Et E Y Mit Von Vom Bei Im Am Zum Zur Durch Für "
    "Laut Auch Also As When While After Before Since Under During According Both Our Unsere Today Thanks Dr Prof "
    "Per Del Dal Dalla Alla Nello Du Au Aux Sa Son Ses Leur Leurs Su Sus Ambas Ambos Entrambi Entrambe Ce Cet Cette Esta Este Questa Questo "
    "Zwischen Entre Tra Fra Bajo Sous Sotto Unter Con Avec Por Par Pour Para Desde Depuis Hasta Beiden".split()
)
STARTS = frozenset(
    "Project Projects Partner Partners Coordinator Together Further Members Member Participants Launch Launched "
    "EU-funded Chinese European German French Italian Spanish Koordinator Projekt Partners: Contact Moreover Furthermore Additionally".split()
)
SMALL = {
    "en": frozenset("of for the and & in on".split()),
    "rest": frozenset("de du des la le les l d l' d' et pour en di del della dello dei degli delle dell e ed per y e "
                      "para los las el für der des und den dem von zur zum of for the and & do da dos das van".split()),
}  # fmt: skip
