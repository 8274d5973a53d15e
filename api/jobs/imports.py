"""An import as two jobs: a dry run over an upload, then the commit of what it has shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.jobs.job import Job
from api.jobs.runner import Jobs
from api.jobs.upload import Uploaded
from geo.crs import Parameters
from geo.errors import NotCommittable, NotFound
from geo.read import How

RUNNING_ON = frozenset({"queued", "running", "done"})


def _object(text: Any) -> Any:
    """A JSON object as it comes in a form's field; what is none is left for pydantic to refuse."""
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text) if text.strip() else {}
    except ValueError:
        return text


class ImportIn(BaseModel):
    """The fields beside the file; only ``who`` must be given."""

    model_config = ConfigDict(extra="forbid")

    who: str = Field(min_length=1, max_length=100, description="经办人")
    note: str = Field("", max_length=1000, description="记入版本的说明")
    mode: Literal["replace", "update"] = Field(
        "replace", description="replace: 文件是整个土地库; update: 只增改文件中的地块"
    )
    as_of: str = Field("", max_length=40, description="数据时点, 如 2024-05 或 2024-05-31")
    layer: str = Field("", max_length=200, description="多图层文件中的图层")
    crs: str = Field("", max_length=2000, description="坐标系, 如 EPSG:4547; 空为文件自己注明的")
    datum: Literal["", "wgs84", "gcj02", "bd09"] = Field("", description="须还原的坐标偏移")
    encoding: str = Field("", max_length=40, description="文字编码, 如 GB18030")
    swap_xy: bool = Field(default=False, description="文件先北后东")
    codes: str = Field("", max_length=60, description="未注明体系的用地代码属于, 如 landuse_sea:2023")
    transform: str = Field(
        "", max_length=300, description="西安80/北京54 到 CGCS2000 的 7 或 4 参数, 逗号分隔"
    )
    mapping: Annotated[dict[str, str], BeforeValidator(_object)] = Field(
        {}, max_length=100, description='我们的字段: 文件里的字段, JSON, 如 {"parcel_id": "DKBH"}'
    )

    def how(self) -> dict[str, Any]:
        """How the file is to be read."""
        return asdict(
            How(
                self.layer,
                self.crs,
                self.datum,
                self.encoding,
                self.mapping,
                swap_xy=self.swap_xy,
                codes=self.codes,
                transform=Parameters.read(self.transform).values if self.transform else (),
            )
        )


class CommitIn(BaseModel):
    """Who confirms a dry run, and what is to be remembered of it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"who": "王工", "note": "五月更新"}]}
    )

    who: str = Field(min_length=1, max_length=100, description="经办人")
    note: str | None = Field(None, max_length=1000, description="记入版本的说明; 不填为上传时所写的")


def start(jobs: Jobs, id_: str, uploaded: Uploaded, given: ImportIn) -> Job:
    """Queue the dry run of an upload.

    Raises:
        TooBusy: too many jobs wait.
    """
    request = {
        "file": uploaded.path.name,
        "bytes": uploaded.size,
        "sha256": uploaded.sha256,
        "mode": given.mode,
        "as_of": given.as_of,
        "note": given.note,
        "how": given.how(),
    }
    return jobs.submit(id_, "import", request, who=given.who)


def dry_run(jobs: Jobs, id_: str) -> Job:
    """The dry run of an id.

    Raises:
        NotFound: there is no import of that id.
    """
    job = jobs.get(id_)
    if job.kind != "import":
        raise NotFound("导入", "import", id_)
    return job


def commit(jobs: Jobs, id_: str, given: CommitIn) -> Job:
    """Queue the commit of a dry run; what it has shown is what is written, or nothing.

    Raises:
        NotFound: there is no import of that id.
        NotCommittable: it has not ended well, leaves no row, was committed, or was put away.
        TooBusy: too many jobs wait.
    """
    job = dry_run(jobs, id_)
    if job.state != "done":
        raise NotCommittable("unfinished")
    if not job.result["report"]["accepted"]:
        raise NotCommittable("refused")
    if _is_taken(jobs, job.result):
        raise NotCommittable("committed")
    if not jobs.spool.folder(id_).is_dir():
        raise NotCommittable("gone")
    note = job.request["note"] if given.note is None else given.note
    request = {"import_id": id_, "sha256": job.result["sha256"], "note": note, "file": job.request["file"]}
    made = jobs.submit(jobs.new_id(), "commit", request, who=given.who)
    jobs.settle(id_, result={**job.result, "commit": made.id})
    return made


def _is_taken(jobs: Jobs, result: Mapping[str, Any]) -> bool:
    """Whether a commit of this dry run is on its way or has succeeded."""
    return "commit" in result and jobs.get(result["commit"]).state in RUNNING_ON
