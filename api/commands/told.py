"""An answer and an explanation as a person reads them in the shell."""

from __future__ import annotations

from collections.abc import Sequence

from api.commands.screen import Lang, grid, line
from api.routes.freshness import ages
from geo.explain.words import listed, plain
from geo.flow import Land
from geo.model import Answer, Area, AsOf, Axis, LimitResult, Part, Suggestion, Understood, Why
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN

MOST_REASONS = 4
MOST_NEAR = 5


class Teller:
    """Says things of one land in one language."""

    def __init__(self, land: Land, lang: Lang) -> None:
        self._land, self._lang = land, lang
        plan = land.plan
        named: tuple[Axis | Area, ...] = (*plan.axes, *plan.zones, *plan.parks)
        self._places = {one.id: self.say(one.name, one.name_en) for one in named}

    def say(self, zh: str, en: str) -> str:
        """One of two twins."""
        return zh if self._lang == "zh" else en

    def answer(self, told: Answer) -> None:
        """A whole answer: the list, what was struck out, what is nearly there, the way out."""
        self._head(told)
        heads = self._heads(
            "名次 地块 面积 规划用途 得分 供地状态 位置 理由",
            "No. Parcel Area Use Score Status Place Reasons",
        )
        grid(heads, (self._suggested(one) for one in told.suggestions), numbers=(0, 2, 4))
        self._struck(told)
        self._near(told)
        for at, way in enumerate(told.relaxations, start=1):
            if at == 1:
                line(self.say("最省的放宽办法:", "The cheapest ways out:"), "bold")
            line(f"  {at}. {self.say(way.text, way.text_en)}")
        line(self.say(f"答复编号 {told.replay.answer}", f"Answer {told.replay.answer}"), "dim")

    def understood(self, told: Understood) -> None:
        """A sentence: piece by piece what it means, then what nobody understood."""
        line(self.say(told.text, told.text_en), "bold")
        for heard in told.heard:
            line(f"  ✓ {heard.said} → {self.say(heard.means, heard.means_en)}")
        for lost in told.unheard:
            line(f"  ? {lost.said}: {self.say(lost.why, lost.why_en)}")

    def why(self, told: Why) -> None:
        """One parcel under one brief: verdict, every limit, every part."""
        inside = self.say(f"符合, 第 {told.rank} 名", f"eligible, No. {told.rank}")
        verdict = inside if told.eligible else self.say("不符合", "excluded")
        use = self.say(told.use_name, told.use_name_en)
        score = self.say(f"得分 {told.score:.1f}", f"score {told.score:.1f}")
        line(f"{told.parcel_id} {told.name} · {self._area(told.area_m2)} · {use}", "bold")
        line(f"{verdict} · {score} · {self._place(told.axis, told.park)}")
        self._dates(told.freshness)
        for reason in told.reasons:
            if reason.kind != "limit":
                mark = {"strength": "+", "weakness": "−"}.get(reason.kind, "!")
                line(f"  {mark} {self.say(reason.text, reason.text_en)}")
        heads = self._heads("判定 硬约束 数值 要求 余量 怎样才行", "In? Limit Value Needs Margin Change")
        grid(heads, map(self._limit, told.limits), numbers=(2, 3, 4))
        rows = [self._part(part) for part in told.parts]
        total = (self.say("合计", "Total"), "", "", "100", f"{told.score:.1f}")
        heads = self._heads("偏好 数值 满意度 权重 得分", "Wish Value Degree Weight Points")
        grid(heads, [*rows, total], numbers=(1, 2, 3, 4))

    def compare(self, told: Sequence[Why]) -> None:
        """Several parcels side by side: area, verdict, points by wish, what excludes."""
        first = self.say("偏好", "Wish")
        rows = [
            (self.say(parts[0].label, parts[0].label_en), *(f"{part.points:.1f}" for part in parts))
            for parts in zip(*(one.parts for one in told), strict=True)
        ]
        rows.append((self.say("得分合计", "Score"), *(f"{one.score:.1f}" for one in told)))
        rows.append((self.say("面积", "Area"), *(self._area(one.area_m2) for one in told)))
        rows.append((self.say("名次", "Rank"), *(str(one.rank or "—") for one in told)))
        failed = [[r for r in one.limits if not r.passed] for one in told]
        said = ["; ".join(self.say(r.label, r.label_en) for r in limits) or "—" for limits in failed]
        rows.append((self.say("不符合", "Fails"), *said))
        grid((first, *(one.parcel_id for one in told)), rows, numbers=range(1, len(told) + 1))

    def _heads(self, zh: str, en: str) -> list[str]:
        return self.say(zh, en).split()

    def _head(self, told: Answer) -> None:
        industry = next(one for one in self._land.plan.industries if one.id == told.brief.industry)
        version = told.version.number
        counts, plan_name = told.counts, self.say(told.plan_name, self._land.plan.name_en)
        bank = self.say(f"土地库第 {version} 版", f"land bank version {version}")
        fits = self.say(
            f"符合 {counts.eligible} / {counts.considered} 宗",
            f"{counts.eligible} of {counts.considered} fit",
        )
        line(f"{self.say(industry.name, industry.name_en)} · {plan_name} · {bank} · {fits}", "bold")
        self._dates(told.freshness)
        note = self.say(told.note, told.note_en)
        if note:
            line(f"! {note}", "yellow")
        for reason in told.reasons:
            line(f"! {self.say(reason.text, reason.text_en)}", "yellow")

    def _dates(self, told: tuple[AsOf, ...]) -> None:
        """How old the land is, and the layers that were used, by their dates."""
        layers: dict[str, list[str]] = {}
        for one in ages(told):
            if one.kind == "bank":
                line(self.say(one.text, one.text_en))
            else:
                title, text = self.say(one.title, one.title_en), self.say(one.text, one.text_en)
                layers.setdefault(text.removeprefix(title).lstrip(" :"), []).append(title)
        said = [f"{self.say('、', ', ').join(titles)} {date}" for date, titles in layers.items()]
        if said:
            line(self.say(f"图层: {'; '.join(said)}", f"Layers: {'; '.join(said)}"), "dim")

    def _suggested(self, one: Suggestion) -> tuple[str, ...]:
        reasons = [self.say(r.text, r.text_en) for r in one.reasons if r.about != "basis"][:MOST_REASONS]
        status = self.say(STATUS_NAMES.get(one.status, ""), STATUS_NAMES_EN.get(one.status, ""))
        return (
            str(one.rank),
            one.parcel_id,
            self._area(one.area_m2),
            self.say(one.use_name, one.use_name_en),
            f"{one.score:.1f}",
            status,
            self._place(one.axis, one.park),
            "\n".join(reasons),
        )

    def _struck(self, told: Answer) -> None:
        counts = told.counts
        by_count = sorted(told.limits, key=lambda one: -counts.excluded_by[one.limit])
        rows = [
            (self.say(one.text, one.text_en), counts.excluded_by[one.limit], counts.only[one.limit])
            for one in by_count
            if counts.excluded_by[one.limit]
        ]
        grid(self._heads("硬约束 划掉 仅此一项", "Limit Excludes Alone"), rows, numbers=(1, 2))

    def _near(self, told: Answer) -> None:
        for at, miss in enumerate(told.near_misses[:MOST_NEAR]):
            if at == 0:
                line(self.say("只差一条的地块:", "One limit short:"), "bold")
            failed = miss.failed
            label, change = self.say(failed.label, failed.label_en), self.say(failed.change, failed.change_en)
            area = self._area(miss.area_mu * 10000 / 15)
            line(f"  {miss.parcel_id} {area}, {miss.score:.1f}: {label} — {change}")

    def _limit(self, one: LimitResult) -> tuple[str, ...]:
        none = self.say("无数据", "no data")
        margin = "" if one.margin is None else self._figure(one.margin, one.unit)
        value = self._figure(one.value, one.unit) if one.known else none
        mark = ("✓" if one.known else "?") if one.passed else "✗"
        return (
            mark,
            self.say(one.label, one.label_en),
            self._named(one.limit, value),
            self._named(one.limit, self._figure(one.threshold, one.unit)),
            margin,
            self.say(one.change, one.change_en),
        )

    def _part(self, one: Part) -> tuple[str, ...]:
        value = self._figure(one.value, one.unit) if one.known else self.say("无数据", "no data")
        points = f"{one.points:.1f}"
        label = self.say(one.label, one.label_en)
        return label, value, f"{one.satisfaction:.2f}", f"{100 * one.weight:.1f}", points

    def _named(self, limit: str, text: str) -> str:
        """Codes and ids as the names they stand for."""
        if limit == "use":
            codes = self._land.codes
            return " ".join(self.say(codes.name(code), codes.name_en(code)) for code in text.split())
        if limit in {"status", "utilities"}:
            return " ".join(self.say(*listed(limit, [token])) for token in text.split())
        if limit == "held":
            return text if text not in {"无", "none"} else ""
        return self._places.get(text, text)

    def _place(self, axis: str, park: str) -> str:
        return " · ".join(self._places[id_] for id_ in (park, axis) if id_ in self._places)

    def _area(self, area_m2: float) -> str:
        mu = area_m2 * 15 / 10000
        return self.say(f"{mu:,.1f}亩 ({area_m2:,.0f}㎡)", f"{mu:,.1f} mu ({area_m2:,.0f} m²)")

    def _figure(self, value: float | str | None, unit: str) -> str:
        return self.say(*plain(value, unit))
