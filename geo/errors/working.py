"""Work that takes a while: uploads beyond bounds, too much at once, work that ended before its end."""

from __future__ import annotations

from typing import ClassVar

from geo.errors.base import BadInput, LuodiError


class UploadTooLarge(BadInput):
    """More bytes were sent than one upload may have."""

    code = "upload_too_large"

    def __init__(self, most_mib: int) -> None:
        super().__init__(
            f"上传超过 {most_mib} MiB, 已停止接收, 未保留任何内容。",
            f"The upload is larger than {most_mib} MiB; it was stopped and nothing was kept.",
            "请另存为 GeoParquet 或 zip 压缩, 或分批上传; 上限由 LUODI_UPLOAD_MIB 设定。",
            "Save it as GeoParquet or zip it, or send it in parts; LUODI_UPLOAD_MIB sets the bound.",
        )


class UploadTooSlow(BadInput):
    """An upload that did not come to its end in time."""

    code = "upload_too_slow"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"上传在 {seconds:g} 秒内没有新的内容或没有完成, 已停止接收。",
            f"The upload sent nothing, or did not end, within {seconds:g} s and was stopped.",
            "请检查网络后重新上传。",
            "Check the connection and send it again.",
        )


class BadUpload(BadInput):
    """A request that is not one file with its fields."""

    code = "bad_upload"
    _WORDS: ClassVar = {
        "no_form": ("不是 multipart/form-data。", "it is no multipart/form-data."),
        "broken": ("multipart 格式已损坏或没有传完。", "its multipart form is damaged or was cut short."),
        "no_file": ("没有名为 file 的文件, 或文件是空的。", "there is no file named file, or it is empty."),
        "many_files": ("只接收一个名为 file 的文件。", "only one file, named file, is taken."),
        "long_field": ("有字段过长。", "one of its fields is too long."),
        "many_fields": ("字段过多。", "it has too many fields."),
    }

    def __init__(self, kind: str) -> None:
        zh, en = self._WORDS[kind]
        super().__init__(
            f"上传的内容不能用: {zh}",
            f"The upload cannot be used: {en}",
            "请用 multipart/form-data 上传一个名为 file 的文件, 例如 curl -F file=@地块.zip -F who=王工。",
            "Send one file named file as multipart/form-data, such as curl -F file=@land.zip -F who=Wang.",
        )


class TooBusy(LuodiError):
    """As much work is waiting, or coming in, as the service takes."""

    code = "too_busy"

    def __init__(self, waiting: int) -> None:
        super().__init__(
            f"已有 {waiting} 项任务在排队或上传, 暂不接收。",
            f"{waiting} jobs are waiting or coming in; no more are taken now.",
            "请等前面的任务结束, 或取消其中不需要的。",
            "Wait for them to end, or cancel those that are not needed.",
        )


class NotCommittable(LuodiError):
    """A dry run that is not, or is no longer, there to be committed."""

    code = "not_committable"
    _WORDS: ClassVar = {
        "unfinished": ("试运行没有完成。", "its dry run has not come to a good end."),
        "refused": ("没有可入库的地块。", "no row is left to commit."),
        "committed": ("已经入库或正在入库。", "it has been committed, or is being committed."),
        "gone": ("试运行的结果已清除。", "its dry run has been put away."),
        "damaged": ("试运行的结果已损坏。", "its dry run is damaged."),
    }

    def __init__(self, kind: str) -> None:
        zh, en = self._WORDS[kind]
        super().__init__(
            f"这次导入不能入库: {zh}",
            f"This import cannot be committed: {en}",
            "请看任务的状态; 需要时重新上传并试运行。",
            "Look at the job's state; upload the file again for a new dry run where needed.",
        )


class JobStopped(LuodiError):
    """Work that was stopped from outside: its time was over, its process fell, the service went down."""

    code = "job_stopped"
    _WORDS: ClassVar = {
        "overdue": ("超过时限 {0:g} 秒。", "it took longer than {0:g} s."),
        "fell": ("处理进程意外结束。", "its process fell."),
        "not_started": ("处理进程无法启动。", "its process could not be started."),
        "closed": ("服务已关闭。", "the service was shut down."),
        "restarted": ("服务重新启动过。", "the service was started anew."),
    }
    _REMEDIES: ClassVar = {
        "land": (
            "请到“版本”核对土地库, 再重新上传或分批导入。",
            "Look at the versions of the land bank, then send it again, or import it in parts.",
        ),
        "question": (
            "请再问一次; 超时的请缩小范围 (宗数、项目、抽样数)。",
            "Ask again; ask for less (parcels, projects, samples) if it took too long.",
        ),
    }

    def __init__(self, kind: str, seconds: float = 0.0, *, is_question: bool = False) -> None:
        zh, en = (text.format(seconds) for text in self._WORDS[kind])
        remedy = self._REMEDIES["question" if is_question else "land"]
        super().__init__(f"任务已停止: {zh}", f"The job was stopped: {en}", *remedy)


class NoParts(BadInput):
    """A folder that is said to hold a version in pieces, and does not, or not all of it."""

    code = "no_parts"

    def __init__(self, folder: object, missing: str) -> None:
        super().__init__(
            f"{folder} 不是完整的分片土地库: 缺少或无法读取 {missing}。",
            f"{folder} is no land bank in pieces: {missing} is missing or cannot be read.",
            "请用 luodi parts 文件夹 重新写出。",
            "Write it again with luodi parts FOLDER.",
        )


class NoCluster(LuodiError):
    """Nobody answers where workers were said to be."""

    code = "no_cluster"

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"连不上 Dask 调度器 {address}: {why}。",
            f"No Dask scheduler answers at {address}: {why}.",
            "请检查地址 (tcp://主机:端口) 与调度器, 或用 --cluster local 在本机运行。",
            "Check the address (tcp://host:port) and the scheduler, or use --cluster local on this machine.",
        )
