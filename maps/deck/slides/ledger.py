"""台账: the land of the bank by status on the map and in figures, and supply against the pipeline by axis."""

from __future__ import annotations

from geo.ledger import LandRow
from geo.model import Balance
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN, STATUSES
from maps import style
from maps.deck import mapped
from maps.deck.canvas import Canvas
from maps.deck.ground import around
from maps.deck.letters import Para, Type, para
from maps.deck.material import Material
from maps.deck.place import BODY, Box
from maps.deck.slides import bits
from maps.deck.table import Cell, Column, rows_that_fit, table
from maps.static.subject import Group, group

ROW_PT, HEAD_PT = 22.0, 20.0
FACT, STRONG = Type(11.5), Type(11.5, bold=True)


def title(material: Material) -> str:
    """How much land there is, and how much of it is cleared."""
    rows = material.evidence.land
    whole = sum(row.area_mu for row in rows)
    net = sum(row.area_mu for row in rows if row.key == "net")
    return material.say(
        f"土地台账: 共 {whole:,.0f} 亩, 其中净地 {net:,.0f} 亩",
        f"The ledger: {whole:,.0f} mu, {net:,.0f} mu of it cleared",
    )


def draw(canvas: Canvas, material: Material) -> None:
    """The map at the left; at the right status, supply and demand, and what is assumed."""
    left, right = BODY.columns(42, 58, gap=26)
    _map(canvas, material, left)
    end = _status(canvas, material, right)
    if material.evidence.balance is not None:
        _balance(canvas, material, material.evidence.balance, right.below(end + 14))


def _map(canvas: Canvas, material: Material, box: Box) -> None:
    """Every parcel in the colour of its status."""
    name = material.say("土地台账图, 按供地状态", "The land by supply status")
    view = around(box.head(346), material.plan.boundary.bounds)
    with canvas.group(name, title(material)):
        plot = mapped.Plot(canvas, material, view)
        mapped.reserve(plot)
        mapped.layers(plot, ("parks", "roads"))
        left_out = mapped.parcels(plot, _groups(material))
        mapped.layers(plot, ("boundary",))
        mapped.axes(plot)
        mapped.furniture(plot)
    mapped.legend(plot, box.below(353), columns=3)
    if left_out:
        text = material.say(f"小地块 {left_out:,} 宗未画", f"{left_out:,} small parcels are not drawn")
        canvas.text(Box(box.x + 6, box.y + 4, 160, 14), text, Type(9, colour="muted"))


def _groups(material: Material) -> list[Group]:
    status = material.parcels["status"].astype(str).to_numpy()
    shapes = material.subject.shapes
    return [
        group(entry, shapes[status == key])
        for entry in style.status_entries()
        if (status == (key := entry.key.removeprefix("status_"))).any()
    ]


def _status(canvas: Canvas, material: Material, box: Box) -> float:
    """How high the table stands [pt]."""
    say = material.say
    known = {row.key: row for row in material.evidence.land}
    order = [*(key for key in STATUSES if key in known), *(key for key in known if key not in STATUSES)]
    rows = [known[key] for key in order]
    whole = sum(row.area_mu for row in rows) or 1.0
    columns = (
        Column(say("供地状态", "Supply status"), 28),
        Column(say("宗", "Parcels"), 16, "r"),
        Column(say("亩", "Mu"), 22, "r"),
        Column(say("占比", "Share"), 14, "r"),
        Column(say("已预留, 亩", "Held, mu"), 22, "r"),
    )
    cells = [
        [
            Cell(_name(material, row), FACT),
            Cell(f"{row.parcels:,}", FACT),
            Cell(f"{row.area_mu:,.1f}", FACT),
            Cell(f"{row.area_mu / whole:.0%}", FACT),
            Cell(f"{row.held_mu:,.1f}", FACT),
        ]
        for row in rows
    ]
    sums = [
        say("合计", "All"),
        f"{sum(row.parcels for row in rows):,}",
        f"{whole:,.1f}",
        "100%",
        f"{sum(row.held_mu for row in rows):,.1f}",
    ]
    cells.append([Cell(text, STRONG, "panel") for text in sums])
    name = say("土地台账", "Ledger")
    return table(canvas, box, columns, cells, name=name, row_pt=ROW_PT, head_pt=HEAD_PT).height


def _balance(canvas: Canvas, material: Material, balance: Balance, box: Box) -> None:
    say = material.say
    columns = (
        Column(say("供需, 按发展轴 (亩)", "By axis (mu)"), 32),
        Column(say("可用", "Open"), 20, "r"),
        Column(say("已占", "Promised"), 16, "r"),
        Column(say("在谈需求", "Demand"), 18, "r"),
        Column(say("结余", "Balance"), 20, "r"),
    )
    ordered = [*(row for row in balance.rows if row.key), *(row for row in balance.rows if not row.key)]
    rows = [
        [
            Cell(material.subject.area_name(row.key) or say("各轴之外", "Off the axes"), FACT),
            Cell(f"{row.open_mu:,.1f}", FACT),
            Cell(f"{row.promised_mu:,.1f}", FACT),
            Cell(f"{row.demand_mu:,.1f}" if row.key else "—", FACT),
            Cell(f"{row.balance_mu:,.1f}" if row.key else "—", STRONG),
        ]
        for row in ordered[: rows_that_fit(box.head(box.height - 80), ROW_PT, HEAD_PT)]
    ]
    name = say("供需台账", "Supply and demand")
    taken = table(canvas, box, columns, rows, name=name, row_pt=ROW_PT, head_pt=HEAD_PT)
    bits.listed(canvas, box.below(taken.height + 12), _told(material, balance), name=say("说明", "Notes"))


def _told(material: Material, balance: Balance) -> list[Para]:
    """What the table cannot say; an investor is told of no project."""
    say = material.say
    assumed = sum(row.demand_assumed_mu for row in balance.rows)
    told = []
    if balance.unplaced_mu:
        told.append(
            say(
                f"另有需求 {balance.unplaced_mu:,.1f} 亩没有写明发展轴, 未分到各轴。",
                f"Another {balance.unplaced_mu:,.1f} mu of demand names no axis.",
            )
        )
    if assumed:
        told.append(
            say(
                f"需求中 {assumed:,.1f} 亩为推算: 项目没有写面积, 按规划写明的惯常面积计。",
                f"{assumed:,.1f} mu of the demand is reckoned with the plan's usual areas.",
            )
        )
    if balance.short_mu:
        told.append(
            say(
                f"按用途无地可容的需求 {balance.short_mu:,.1f} 亩。",
                f"No open land admits {balance.short_mu:,.1f} mu by its use.",
            )
        )
    short = [one for one in balance.runs_out if one.net_on is not None]
    if not short:
        told.append(say("在谈项目用不尽任一用途的净地。", "The pipeline uses up the cleared land of no use."))
    for one in short:
        plain = say(
            f"{one.name}: {one.net_on} 起净地不足", f"{one.name}: cleared land short from {one.net_on}"
        )
        told.append(say(one.text, one.text_en) if material.is_internal else plain)
    if material.is_internal:
        told += [say(one.text, one.text_en) for one in balance.conflicts]
    return [para(text, FACT, after=4, bullet="•") for text in told]


def _name(material: Material, row: LandRow) -> str:
    unknown = material.say("未注明", "not stated")
    return material.say(STATUS_NAMES.get(row.key, row.key), STATUS_NAMES_EN.get(row.key, row.key)) or unknown
