"""A good case and bad ones for every shape of analysis.ttl."""

from __future__ import annotations

import re

from graph.paths import SHAPES
from tests.shapes.cases_union import Case, with_second, without

QB = "http://purl.org/linked-data/cube#"
SCORES = sorted(set(re.findall(r"shape:Score-([a-z-]+) ", (SHAPES / "analysis.ttl").read_text())))
OBSERVATION = f"""<observation/o> a <{QB}Observation> ; <{QB}dataSet> <dataset/d> ;
    <metric/actor> <organization/o> .
<dataset/d> a <{QB}DataSet> . <organization/o> a eucn:Organization ."""
ACTOR = "<metric/actor> <organization/o>"
SCORED = "<observation/o> " + " ; ".join(f"<metric/{name}> 0.5e0" for name in SCORES) + " ."
TOLD = "<http://www.w3.org/2000/01/rdf-schema#comment>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
GAP = f"""<gap/g> a eucn:Gap ; eucn:kind gap-kind:islands ; {TOLD} "x"@en , "y"@de , "z"@zh ;
    {LABEL} "a"@en , "b"@de , "c"@zh ;
    eucn:concerns <organization/o> ; eucn:concernsTopic topic:health ;
    prov:wasDerivedFrom <claim/c> .
<organization/o> a eucn:Organization . <claim/c> a eucn:Claim ."""

CASES: dict[str, Case] = {
    "Observation": (
        OBSERVATION,
        [
            without(OBSERVATION, ACTOR),
            with_second(OBSERVATION, ACTOR, "<organization/o2>"),
            without(OBSERVATION, f"<{QB}dataSet> <dataset/d>"),
        ],
    ),
    "Score": (
        SCORED,
        [
            SCORED.replace("0.5e0", "-0.5e0"),
            *(SCORED + f"<observation/o> <metric/{name}> 0.7e0 ." for name in SCORES),
        ],
    ),
    "Gap": (
        GAP,
        [
            GAP.replace("gap-kind:islands", "event-kind:workshop"),
            GAP.replace(', "z"@zh', ""),
            GAP.replace(', "c"@zh', ""),
            GAP.replace("eucn:concerns ", "eucn:related ").replace("concernsTopic", "topic"),
            GAP.replace("<organization/o> a eucn:Organization .", ""),
            GAP.replace("topic:health", "<https://x.example/t>"),
            GAP.replace("<claim/c> a eucn:Claim", "<claim/c> a eucn:Project"),
        ],
    ),
}
