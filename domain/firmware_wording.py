"""What is said of firmware, in both languages: sentences of refusals for `wording`, and why upgrades fail."""

from domain.firmware import UpgradeFailure

SENTENCES: dict[str, tuple[str, str]] = {
    "release_unsigned": (
        "该固件清单不是厂商签名的。",
        "The maker of this cloud's seals has not signed this manifest.",
    ),
    "release_other_image": (
        "固件文件与清单不符（大小或 SHA-256 不同）。",
        "The image is not the one of the manifest: its size or SHA-256 is another.",
    ),
    "release_known": (
        "该固件已添加（{detail}）。",
        "This release is here already ({detail}).",
    ),
    "release_version_taken": (
        "该型号已有版本号相同的固件（{detail}）。",
        "There is a release of this model with the same number already ({detail}).",
    ),
    "release_missing": (
        "没有固件 {detail}，请先添加。",
        "There is no release {detail}; add it first.",
    ),
    "release_overtaken": (
        "更新的固件 {detail} 正在发布，不能再发布较旧的版本。",
        "The newer release {detail} is going out; an older one cannot.",
    ),
    "release_not_out": (
        "固件 {detail} 没有在发布。",
        "The release {detail} is not going out.",
    ),
    "stage_empty": (
        "请指定印章、数量，或 1 到 100 的百分比。",
        "Name seals, how many, or a share from 1 to 100 percent.",
    ),
    "stage_unfit": (
        "允许的失败数不能小于 0。",
        "The failures that are allowed cannot be fewer than none.",
    ),
    "stage_not_model": (
        "印章 {detail} 不是该型号，或云平台不认识。",
        "{detail} is not of this model, or not known to this cloud.",
    ),
}

FAILURES: dict[str, tuple[str, str]] = {
    UpgradeFailure.MAKER: ("不是厂商签名的固件", "the maker has not signed it"),
    UpgradeFailure.MODEL: ("固件不适用于该型号", "it is for another model"),
    UpgradeFailure.OLDER: ("固件不比现有版本新", "it is not newer than what runs"),
    UpgradeFailure.RANGE: ("固件不适用于该印章", "it is not for this seal"),
    UpgradeFailure.HASH: ("收到的内容与厂商签名的不符", "what came is not what the maker signed"),
    UpgradeFailure.NO_ROOM: ("印章存储空间不足", "the seal has no room for it"),
    UpgradeFailure.NOT_STARTED: ("新固件未能启动，已恢复原版本", "it did not start; the seal runs what it ran before"),
    UpgradeFailure.SELF_CHECK: (
        "新固件自检未通过，已恢复原版本",
        "it failed its self-check; the seal runs what it ran",
    ),
    UpgradeFailure.WITHDRAWN: ("已停止发布", "it goes out no more"),
    UpgradeFailure.OTHER: ("原因未知", "for a reason that is not known here"),
}
