"""Why a file is not read at all. Rows that cannot be read are verdicts, not refusals."""

from linli.kernel.refusals import Invalid


class RosterRefused(Invalid):
    """The file as a whole cannot be read."""

    code, sentence = "roster.refused", "这个文件读不出来，请换成 .xlsx 或 .csv 文件再试。"


class EmptyFile(RosterRefused):
    code, sentence = "roster.empty", "文件是空的，请检查后重新选择。"


class TooLarge(RosterRefused):
    code, sentence = "roster.too_large", "文件太大了，请删去图片和多余的工作表，或按楼幢分成几个文件再上传。"


class Bomb(RosterRefused):
    """Unpacked it would fill the machine (check C-8)."""

    code, sentence = "roster.bomb", "文件解压后大得不正常，没有读取。请在表格软件里另存为新的 .xlsx 再试。"


class Entities(RosterRefused):
    """XML with a DTD: no spreadsheet program writes one, attackers do."""

    code, sentence = (
        "roster.entities",
        "文件里有不安全的内容（实体定义），没有读取。请在表格软件里另存为新的 .xlsx 再试。",
    )


class TooManyColumns(RosterRefused):
    code, sentence = (
        "roster.too_many_columns",
        "工作表的列太多了（最多 256 列有内容），请删去右边多余的列再上传。",
    )


class TooManyRows(RosterRefused):
    code, sentence = "roster.too_many_rows", "工作表的行太多了（最多 30000 行），请按楼幢分成几个文件再上传。"


class Encrypted(RosterRefused):
    code, sentence = "roster.encrypted", "文件加了密码，请先在表格软件里取消密码再上传。"


class OldFormat(RosterRefused):
    code, sentence = "roster.old_format", "这是旧版 .xls 或 .et 文件，请用表格软件打开，另存为 .xlsx 再上传。"


class OtherFormat(RosterRefused):
    code, sentence = (
        "roster.other_format",
        "这不是 .xlsx 或 .csv 表格文件，请用表格软件打开，另存为 .xlsx 再上传。",
    )


class Damaged(RosterRefused):
    code, sentence = "roster.damaged", "文件损坏或没有传完整，请在表格软件里打开看看，另存后再上传。"


class UnknownEncoding(RosterRefused):
    code, sentence = "roster.encoding", "文字编码认不出来，请另存为 .xlsx，或存成“CSV UTF-8”再上传。"


class NoTable(RosterRefused):
    code, sentence = (
        "roster.no_header",
        "没有找到表头：请保证有一行写着列名，至少有“房号”和“产权人”（或“建筑面积”）。也可以下载模板照着填。",
    )


class NotAnErrorSheet(RosterRefused):
    code, sentence = "roster.not_error_sheet", "这不是本次导入下载的更正表，请重新下载更正表，改好后再上传。"


class OtherFile(RosterRefused):
    code, sentence = "roster.other_file", "这张更正表是为另一个文件做的，请上传与本次名册对应的更正表。"
