//! Heads of columns as Vietnamese offices write them, for the contract's columns.

use unicode_normalization::UnicodeNormalization;

use super::layout::Layout;

/// A column of the contract, and the heads that mean it. A head may mean one column in one table and
/// another in the next: the table has but one of them.
const HEADS: &[(&str, &[&str])] = &[
    ("alias", &["tên khác", "số hiệu khác"]),
    ("area", &["mã địa bàn", "địa bàn"]),
    ("by", &["cấp khen thưởng", "cơ quan khen thưởng"]),
    ("capacity_km", &["khả năng km", "khả năng tự quản km"]),
    ("commune", &["xã", "mã xã"]),
    ("date", &["ngày", "ngày đo", "ngày khen thưởng"]),
    ("district", &["huyện", "mã huyện"]),
    ("from", &["từ", "từ mốc", "điểm đầu", "từ ngày", "ngày bắt đầu"]),
    ("group", &["mã tổ", "tổ", "tổ tự quản"]),
    ("households", &["số hộ", "số hộ gia đình", "hộ gia đình"]),
    ("keeper", &["mã hộ", "mã người tự quản"]),
    ("kind", &["loại", "hình thức"]),
    ("lat", &["vĩ độ"]),
    ("length_km", &["chiều dài km", "số km", "km"]),
    ("level", &["cấp"]),
    ("lon", &["kinh độ"]),
    ("marker", &["mốc", "số mốc", "số hiệu mốc", "cột mốc", "mốc quốc giới"]),
    ("measure_km", &["lý trình km", "lý trình"]),
    ("members", &["số thành viên", "thành viên"]),
    ("name", &["tên", "tên gọi", "tên thôn bản", "tên bản", "tên địa bàn"]),
    ("parent", &["cấp trên", "trực thuộc"]),
    ("people", &["số người", "số nhân khẩu"]),
    ("post", &["đồn", "đồn biên phòng"]),
    ("registration", &["mã đăng ký", "số đăng ký"]),
    ("section", &["đoạn", "mã đoạn", "đoạn biên giới", "tuyến"]),
    ("since", &["từ ngày", "ngày đăng ký", "ngày bắt đầu"]),
    ("source", &["nguồn"]),
    ("state", &["trạng thái", "tình trạng"]),
    ("survey", &["đợt đo", "đợt đo đạc"]),
    ("to", &["đến", "đến mốc", "điểm cuối"]),
    ("until", &["đến ngày", "ngày kết thúc", "ngày hết hạn"]),
    ("village", &["thôn bản", "mã thôn bản", "bản", "mã bản", "thôn"]),
    ("work", &["công trình", "mã công trình"]),
];

/// The column of a table that a head means: itself, if it is one; else the first that has no other
/// head and is called so.
pub(super) fn column(
    head: &str,
    layout: &Layout,
    more: &[&str],
    taken: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    if layout.allows(head, more) {
        return None;
    }
    let plain = plain(head);
    let meant = |(column, heads): &&(&str, &[&str])| {
        layout.allows(column, more) && !taken(column) && heads.contains(&plain.as_str())
    };
    HEADS.iter().find(meant).map(|(column, _)| *column)
}

/// A head in small letters, its words separated by single blanks.
fn plain(head: &str) -> String {
    let small: String = head.nfc().flat_map(char::to_lowercase).collect();
    let words = small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
