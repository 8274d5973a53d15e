"""Figures in ``results.json``, one row per job, size and peer; and the table of README made from them."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "benchmarks" / "results.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"

JOBS = {
    "import": "整个导入",
    "update": "更新 1% 的地块",
    "features": "量算与相邻",
    "edits": "拆分 100 宗, 随即查 200 次: 点、框、面、最近",
    "api": "POST /matches, 16 个并发, 每次",
    "match": "匹配: 前十名及其分项, 各约束的计数",
    "cluster": "Dask 两个工作进程, 各 1.5 GiB: 量算与匹配",
    "briefs": "97 个需求一次匹配",
    "colours": "地图着色, 每宗一字节",
    "raw": "匹配, 对照从图形现算",
    "robust": "一万组权重下的名次",
    "assemble": "连片: 2–4 宗的前十组",
    "assemble8": "连片: 2–8 宗的最优一组",
    "assign": "统筹落位, 一项目一宗",
    "allocate": "统筹落位, 含连片组合",
    "crowd": "统筹落位, 每十宗一个项目, 比为价值之比",
    "deck": "幻灯片 12 页, 从需求到文件",
    "tiles": "矢量瓦片, 14–16 级 120 张",
    "panning": "二十人同时拖动, 95 % 的瓦片等待",
    "first": "页面: 刚启动的服务, 从网址到可用",
    "page": "页面: 从点击到画完",
    "plate": "A3 挂图, PNG 300 dpi",
    "plate_pdf": "A3 挂图, PDF",
}
PEERS = {
    "highs": "HiGHS, 每项目 150 个候选",
    "cpsat": "CP-SAT, 同样的候选",
    "greedy": "先给出价最高的",
    "flow": "HiGHS 流量连通整数规划, 只给所在的一片",
    "alone_assembled": "只有内存目标",
    "nothing": "什么也不做的 FastAPI 接口",
    "one_process": "一个进程, 不限内存",
    "no_room": "一个进程, 3 GiB: 装到这个比例为止",
    "bare": "只读、投影、判有效、算面积",
    "geopandas": "GeoPandas 只量算",
    "import": "整库导入",
    "linear": "10 万宗的十倍",
    "rebuilt": "STRtree 重建",
    "streamed": "把同样的列读一遍",
    "postgres": "PostgreSQL, 同样的列",
    "pandas": "向量化 pandas",
    "apart": "97 次匹配",
    "enumeration": "Python 逐一枚举",
    "recursive": "PostgreSQL 递归查询",
    "product": "矩阵乘 + argpartition",
    "postgis_edits": "PostGIS 增删与查询",
    "postgis": "PostGIS 只量算",
    "postgis_tiles": "PostGIS ST_AsMVT",
    "folium": "folium.GeoJson, 写出并画完",
    "mapbox": "mapbox-vector-tile",
    "alone": "一人拖动",
    "again": "同一页再打开",
    "postgis_raw": "PostGIS 从图形现算",
    "pptx": "python-pptx 自己画同样多的形状",
    "plotted": "GeoDataFrame.plot, 只画地块",
}

Row = dict[str, Any]


def row(job: str, size: int, peer: str, **figures: object) -> Row:
    """One line of results, with the day and the processor."""
    return {
        "job": job,
        "size": size,
        "peer": peer,
        **figures,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "cpu": _cpu(),
    }


def save(rows: list[Row], file: Path = FILE, readme: Path = README) -> None:
    """New rows in the place of old ones of the same job, size and peer; README's table follows."""
    known = json.loads(file.read_text()) if file.exists() else []
    kept = {(one["job"], one["size"], one["peer"]): one for one in [*known, *rows]}
    whole = [kept[key] for key in sorted(kept)]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in whole)
    file.write_text(f"[\n{lines}\n]\n")
    text = readme.read_text()
    if BEGIN in text:
        inside = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
        readme.write_text(inside.sub(lambda _: f"{BEGIN}\n{table(whole)}\n{END}", text))


def table(rows: list[Row]) -> str:
    """The rows as Markdown, Chinese first."""
    titles = ("任务", "宗数", "用时", "对照", "对照用时", "比", "内存峰值", "目标", "达到")
    head = f"| {' | '.join(titles)} |\n|---|--:|--:|---|--:|--:|--:|---|---|"
    return "\n".join([head, *map(_line, rows)])


def _line(one: Row) -> str:
    memory = f"{one['peak_mb'] / 1024:.1f} GiB" if "peak_mb" in one else ""
    cells = [
        JOBS[one["job"]], f"{one['size']:,}", f"{_short(one['ours_s'])}", PEERS[one["peer"]],
        _short(one["peer_s"]) if one["peer_s"] else "—",
        _times(one["ratio"]) if one["ratio"] else "—", memory, one["goal"],
        "是" if one["holds"] else "**否**",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 1000 else f"{ratio:.3g}"  # noqa: PLR2004


def _short(seconds: float) -> str:
    return f"{seconds * 1000:.2g} ms" if seconds < 0.0995 else f"{seconds:.1f} s"  # noqa: PLR2004


def _cpu() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except FileNotFoundError:
        found = None
    return f"{found.group(1) if found else 'unknown'} × {os.cpu_count()}"
