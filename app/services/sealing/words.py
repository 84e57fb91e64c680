"""Why a document is not sealed, in a sentence for the person who wanted it."""

from app.services.sealing.flaws import Flaw
from app.services.sealing.pages import DoesNotFit, Unfit

MOST_MB, MOST_PAGES, MOST_STRIPS = 19, 1000, 100

SENTENCES: dict[str, tuple[str, str]] = {
    "pdf_no_pdf": ("该文件不是 PDF。", "This file is no PDF."),
    "pdf_broken": ("该 PDF 已损坏或不完整。", "This PDF is damaged or incomplete."),
    "pdf_too_large": (
        f"该 PDF 过大，最多 {MOST_MB} MB。",
        f"This PDF is too large; {MOST_MB} MB at most.",
    ),
    "pdf_encrypted": (
        "该 PDF 已加密，请使用没有密码保护的文件。",
        "This PDF is encrypted; take one without a password.",
    ),
    "pdf_no_pages": ("该 PDF 没有任何页面。", "This PDF has no pages."),
    "pdf_too_many_pages": (
        f"该 PDF 页数过多，最多 {MOST_PAGES} 页。",
        f"This PDF has too many pages; {MOST_PAGES:,} at most.",
    ),
    "pdf_script": (
        "该 PDF 含有脚本或会自动执行的动作，看到的内容可能改变，不能用印。",
        "This PDF has scripts or acts by itself: what is seen may change, and it is not sealed.",
    ),
    "pdf_xfa": (
        "该 PDF 是动态表单（XFA），看到的内容不在文件中，不能用印；请先打印为普通 PDF。",
        "This PDF is a dynamic form (XFA): what is seen does not stand in it. Print it as a plain PDF first.",
    ),
    "pdf_final": (
        "该 PDF 已有的签名不允许再加盖印章。",
        "A signature in this PDF allows no other one.",
    ),
    "pdf_too_slow": (
        "该 PDF 的构造使读取耗时或占用内存过多，未予处理。",
        "This PDF is made so that reading it takes far too long or too much memory.",
    ),
    "pdf_changed": (
        "该文件在显示之后已被更改，请重新打开并核对。",
        "This file was changed after it was shown; open it again and look at it.",
    ),
    "page_too_small": ("第 {detail} 页小于印章，放不下印章。", "Page {detail} is smaller than the seal."),
    "one_page": ("只有一页，不能加盖骑缝章。", "There is one page only: no seam to be sealed."),
    "too_many_strips": (
        f"骑缝章最多 {MOST_STRIPS} 页。",
        f"A seam goes over {MOST_STRIPS} pages at most.",
    ),
    "no_seal_certificate": (
        "该印章尚无电子印章证书，请联网并靠近印章后重试。",
        "The seal has no certificate for documents yet; go online beside it and try again.",
    ),
    "no_time_stamp": (
        "时间戳服务没有应答，印章未被使用；请稍后再试，或在设置中关闭时间戳。",
        "The time stamp authority does not answer; the seal was not used. Try later, or switch time stamps off.",
    ),
    "signature_wrong": (
        "印章返回的签名与其证书不符，请联系客服。",
        "What the seal gave is no signature by the key of its certificate; call customer service.",
    ),
    "answer_forgotten": (
        "印章已签署该文件，但不再保留其签名；该次用印已有记录。请重新用印。",
        "The seal has signed it, as its record says, but has forgotten the signature since. Seal the document again.",
    ),
    "certificate_replaced": (
        "印章的证书已被吊销或更换，印章未被使用；请重新用印。",
        "The certificate of the seal was revoked or replaced meanwhile; the seal was not used. Seal it again.",
    ),
    "result_wrong": (
        "已用印，但生成的文件未通过校验；签名已保存，请重试。",
        "It was sealed, but the file made of it does not pass its check; the signature is kept: try again.",
    ),
    "not_of_application": (
        "该文件不是本次申请的文件；授权未允许盖其他文件。",
        "This is no document of the application; the authorization allows no other.",
    ),
}


def of_flaw(flaw: Flaw) -> str:
    """The code of its sentence."""
    return f"pdf_{flaw.value}"


def of_unfit(error: DoesNotFit) -> tuple[str, str]:
    """The code of its sentence, and what it mentions."""
    assert error.why in Unfit
    return error.why.value, str(error.page or "")
