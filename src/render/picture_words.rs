//! The labels of pictures and of the page, in each language.

use super::Lang;

/// Those of one language.
#[derive(Debug)]
pub(crate) struct PictureWords {
    pub(crate) map: &'static str,
    pub(crate) strip: &'static str,
    pub(crate) history: &'static str,
    pub(crate) legend: &'static str,
    /// The letter of a north arrow.
    pub(crate) north: &'static str,
    pub(crate) kept_once: &'static str,
    pub(crate) kept_by_several: &'static str,
    pub(crate) gap: &'static str,
    pub(crate) to_ask: &'static str,
    pub(crate) kept_marker: &'static str,
    pub(crate) unkept_marker: &'static str,
    pub(crate) village: &'static str,
    pub(crate) kept_work: &'static str,
    pub(crate) unkept_work: &'static str,
    /// Stands before a level: the limits of its areas.
    pub(crate) limit: &'static str,
    pub(crate) keepers: &'static str,
    pub(crate) nobody: &'static str,
    pub(crate) of: &'static str,
    pub(crate) tables: &'static str,
    pub(crate) zoom_in: &'static str,
    pub(crate) zoom_out: &'static str,
    pub(crate) show_all: &'static str,
    pub(crate) map_help: &'static str,
    pub(crate) filter: &'static str,
    pub(crate) show_on_map: &'static str,
    pub(crate) skip_to_tables: &'static str,
    pub(crate) rows: &'static str,
}

const ENGLISH: PictureWords = PictureWords {
    map: "map",
    strip: "the line drawn straight",
    history: "registered share over time",
    legend: "legend",
    north: "N",
    kept_once: "kept by one village",
    kept_by_several: "kept by several villages",
    gap: "not yet registered",
    to_ask: "proposed: village to ask",
    kept_marker: "marker, kept",
    unkept_marker: "marker that nobody keeps",
    village: "village",
    kept_work: "border work, kept",
    unkept_work: "border work that nobody keeps",
    limit: "limit of",
    keepers: "villages",
    nobody: "nobody",
    of: "of",
    tables: "tables",
    zoom_in: "zoom in",
    zoom_out: "zoom out",
    show_all: "show all",
    map_help: "Map of the line. Arrow keys move it, plus and minus zoom, 0 shows all; N and P go \
               to the next and the previous stretch, Enter shows its rows in the tables, Escape \
               ends that.",
    filter: "filter",
    show_on_map: "show on the map",
    skip_to_tables: "skip to the tables",
    rows: "rows",
};

const VIETNAMESE: PictureWords = PictureWords {
    map: "bản đồ",
    strip: "sơ đồ duỗi thẳng tuyến biên giới",
    history: "tỷ lệ đăng ký theo thời gian",
    legend: "chú giải",
    north: "B",
    kept_once: "một bản tự quản",
    kept_by_several: "nhiều bản cùng tự quản",
    gap: "chưa đăng ký",
    to_ask: "đề nghị vận động bản tự quản",
    kept_marker: "cột mốc đã có người giữ",
    unkept_marker: "cột mốc chưa có người giữ",
    village: "thôn, bản",
    kept_work: "công trình đã có người giữ",
    unkept_work: "công trình chưa có người giữ",
    limit: "ranh giới",
    keepers: "bản tự quản",
    nobody: "chưa có ai",
    of: "trên",
    tables: "các bảng",
    zoom_in: "phóng to",
    zoom_out: "thu nhỏ",
    show_all: "xem toàn tuyến",
    map_help: "Bản đồ tuyến biên giới. Phím mũi tên để dịch chuyển, phím cộng và trừ để phóng to, \
               thu nhỏ, phím 0 để xem toàn tuyến; phím N và P để tới đoạn sau và đoạn trước, Enter \
               để xem dòng trong bảng, Escape để thôi.",
    filter: "lọc",
    show_on_map: "xem trên bản đồ",
    skip_to_tables: "tới các bảng",
    rows: "dòng",
};

impl Lang {
    /// The labels of pictures and of the page.
    pub(crate) fn picture_words(self) -> &'static PictureWords {
        match self {
            Self::English => &ENGLISH,
            Self::Vietnamese => &VIETNAMESE,
        }
    }
}
