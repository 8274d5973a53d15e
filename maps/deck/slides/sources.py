"""依据: where every layer comes from, how sure it is, and how this very deck is made again."""

from __future__ import annotations

from geo.model import BASIS_NAMES, Basis, Layer
from maps.deck.canvas import Canvas
from maps.deck.letters import Type, para
from maps.deck.material import Material
from maps.deck.place import BODY, Box
from maps.deck.slides import bits
from maps.deck.table import Cell, Column, table
from maps.static.border import crs_words

ROW_PT = 66.0
LINES = 4
FACT, MUTED = Type(11), Type(11, colour="muted")
MEANING = {
    Basis.PUBLISHED: ("有具名来源发布", "released by a named source"),
    Basis.DIGITISED: ("据公开位置描绘, 附精度", "traced from published positions"),
    Basis.SYNTHETIC: ("为说明方法而生成, 不可据以决策", "generated to show the method"),
    Basis.ASSUMED: ("没有来源, 由我们取值", "our choice where no source speaks"),
}


def title(material: Material) -> str:
    """What can be relied upon."""
    if material.is_illustrative:
        return material.say(
            "依据与说明: 哪些是公开的, 哪些是示意", "Sources: what is known, what illustrative"
        )
    return material.say("依据与说明", "Sources and notes")


def draw(canvas: Canvas, material: Material) -> None:
    """Layers at the left, notes and replay at the right."""
    left, right = BODY.columns(58, 42, gap=28)
    _layers(canvas, material, left)
    _notes(canvas, material, right)


def _layers(canvas: Canvas, material: Material, box: Box) -> None:
    """Layers by how they are known; the parcels first."""
    say = material.say
    columns = (
        Column(say("依据", "Basis"), 26, lines=LINES),
        Column(say("图层 (时点, 精度)", "Layers (as of, accuracy)"), 74, lines=LINES),
    )
    listed: dict[Basis, list[str]] = {basis: [] for basis in Basis}
    bank = material.answer.version
    for basis in sorted(material.subject.basis & set(Basis)):
        day = bank.as_of or bank.created_at[:10]
        listed[Basis(basis)].append(say(f"地块 ({day})", f"parcels ({day})"))
    for layer in material.plan.layers.values():
        listed[layer.basis].append(_layer(material, layer))
    rows = [
        [
            Cell(f"{say(*BASIS_NAMES[basis])}: {say(*MEANING[basis])}", FACT),
            Cell(say("、", ", ").join(names), MUTED),
        ]
        for basis, names in listed.items()
        if names
    ]
    table(canvas, box, columns, rows, name=say("资料来源", "Sources"), row_pt=ROW_PT)


def _layer(material: Material, layer: Layer) -> str:
    sure = [layer.as_of] if layer.as_of else []
    if layer.accuracy_m:
        sure.append(f"±{layer.accuracy_m:g} m")
    name = material.say(layer.title, layer.title_en)
    return f"{name} ({', '.join(sure)})" if sure else name


def _notes(canvas: Canvas, material: Material, box: Box) -> None:
    say, answer = material.say, material.answer
    replay = answer.replay
    told = [material.veil.note(material.subject.lang), say(answer.note, answer.note_en)]
    told += [
        say(
            "得分按规划写明的固定曲线计算, 不在候选之间拉伸, 新增一宗地不会改变别人的次序。",
            "Scores follow the plan's fixed curves; another parcel never reorders the others.",
        ),
        say(
            "没有数据的既不排除也不给零分, 按写明的中性值计并提示核实。",
            "What nobody knows neither excludes nor scores zero; it is judged neutral and told.",
        ),
        say(
            "本材料的每个数都出自同一份答复, 不是测绘成果, 不替代权属与规划审批。",
            "Every figure comes from one answer; it is no survey and replaces no approval.",
        ),
    ]
    rest = bits.heading(canvas, box, say("说明", "Notes"))
    notes = [para(text, Type(11.5), after=5, bullet="•") for text in told if text]
    used = bits.listed(canvas, rest.head(230), notes)
    rest = bits.heading(canvas, rest.below(used + 12), say("怎样再得到同一份材料", "How to make it again"))
    again = [
        material.version(),
        say(f"规划 {material.plan.name} {material.plan.edition}", f"Plan {material.plan.name_en}"),
        say(f"坐标系 {crs_words(material.plan.crs)}", f"System {crs_words(material.plan.crs)}"),
        say(f"数据 {replay.data_sha256[:12]}, 程序 {replay.code_version}",
            f"Data {replay.data_sha256[:12]}, program {replay.code_version}"),
        say(f"答复编号 {replay.answer}", f"Answer {replay.answer}"),
    ]  # fmt: skip
    bits.listed(canvas, rest, [para(text, Type(11), after=3) for text in again], name=say("重现", "Replay"))
