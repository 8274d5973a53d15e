"""A brief in one line, and parcels in the classes of its scores: what several templates share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from geo.model import Answer, Brief, LimitText
from maps import style
from maps.static.subject import Group, Subject, group

# In the bytes of a match 0…100 is a score, 101 + j says that limit j is the first one failed.
FIRST_LIMIT = 101
OWN_WORDS = frozenset({"area_min", "area_max", "use"})


def asked(subject: Subject, brief: Brief, limits: Iterable[LimitText] = ()) -> str:
    """The brief in one line."""
    say = subject.say
    industry = next((i for i in subject.plan.industries if i.id == brief.industry), None)
    words = [subject.industry(brief.industry)]
    if brief.area_min_mu is not None or brief.area_max_mu is not None:
        low, high = (f"{v:g}" if v is not None else "…" for v in (brief.area_min_mu, brief.area_max_mu))
        words.append(say(f"面积 {low}–{high} 亩", f"{low}–{high} mu"))
    if brief.area_target_mu is not None:
        words.append(say(f"目标 {brief.area_target_mu:g} 亩", f"target {brief.area_target_mu:g} mu"))
    words += [subject.area_name(id_) for id_ in (brief.axis, brief.zone, brief.park) if id_]
    uses = [subject.code_name(code) for code in brief.use_codes or (industry.use_codes if industry else ())]
    words.append(say("、", ", ").join(dict.fromkeys(uses)))
    words += [say(m.text, m.text_en) for m in limits if not m.firm and m.limit not in OWN_WORDS]
    return "  ·  ".join(words)


def scored(subject: Subject, answer: Answer, scores: NDArray[np.uint8]) -> tuple[Group, ...]:
    """The excluded by the kind of reason, then the eligible from the lowest class up.

    Args:
        subject: Whose parcels they are.
        answer: Whose limits the bytes count.
        scores: One byte per parcel, in the order of the subject's shapes.
    """
    levels = np.array([style.score_class(score) for score in range(FIRST_LIMIT)])
    groups: Mapping[str, list[int]] = {group: [] for group in style.EXCLUDED_COLOURS}
    for byte in range(FIRST_LIMIT, 256):
        limit = answer.limits[byte - FIRST_LIMIT] if byte - FIRST_LIMIT < len(answer.limits) else None
        kind = style.excluded_group(limit.limit, firm=limit.firm) if limit else "other"
        groups[kind].append(byte)
    masks = {f"excluded_{kind}": np.isin(scores, members) for kind, members in groups.items()}
    eligible = scores < FIRST_LIMIT
    level = levels[np.minimum(scores, FIRST_LIMIT - 1)]
    masks |= {f"score_{i}": eligible & (level == i) for i in range(len(style.SCORE_COLOURS))}
    entries = (*style.excluded_entries(), *reversed(style.score_entries()))
    return tuple(group(e, subject.shapes[masks[e.key]]) for e in entries if masks[e.key].any())
