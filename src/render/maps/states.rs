//! What is drawn, by its state: the colour, width and name that all maps share.

use crate::lang::Lang;
use crate::marker::Address;
use crate::report::{MapMarker, MapStretch, MapWork};
use crate::units::Length;

/// Colours that eyes which cannot tell red from green tell apart (Okabe and Ito, *Color Universal
/// Design*, 2008).
const GREEN: &str = "#009e73";
const BLUE: &str = "#0072b2";
const VERMILION: &str = "#d55e00";
const PURPLE: &str = "#cc79a7";
const ORANGE: &str = "#e69f00";
const SKY: &str = "#56b4e9";
const GREY: &str = "#666666";

/// The colour of what is nearest to a village, by its place in the registry: as a rule, not that
/// of the next village's; grey where it is nobody's.
pub(super) fn of_nearest(village: Option<usize>) -> &'static str {
    const ALL: [&str; 6] = [GREEN, BLUE, VERMILION, PURPLE, ORANGE, SKY];
    village.map_or(GREY, |village| ALL[village % ALL.len()])
}

/// The state of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineState {
    Unregistered,
    Registered,
    Shared,
    Proposed,
}

impl LineState {
    /// In the order in which they are drawn, the last one on top.
    pub(super) const ALL: [Self; 4] =
        [Self::Unregistered, Self::Registered, Self::Shared, Self::Proposed];

    pub(super) fn of(stretch: &MapStretch) -> Self {
        match stretch.villages.len() {
            0 => Self::Unregistered,
            1 => Self::Registered,
            _ => Self::Shared,
        }
    }

    /// As `kind` in `map.geojson`.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Unregistered => "unregistered",
            Self::Registered => "registered",
            Self::Shared => "shared",
            Self::Proposed => "proposed",
        }
    }

    pub(super) const fn colour(self) -> &'static str {
        match self {
            Self::Unregistered => VERMILION,
            Self::Registered => GREEN,
            Self::Shared => BLUE,
            Self::Proposed => PURPLE,
        }
    }

    /// In pixels; never is the colour alone what tells states apart.
    pub(super) const fn width(self) -> u8 {
        match self {
            Self::Unregistered => 6,
            Self::Registered => 3,
            Self::Shared => 5,
            Self::Proposed => 2,
        }
    }

    pub(super) fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Unregistered => lang.label("state.gap"),
            Self::Registered => lang.label("state.once"),
            Self::Shared => lang.label("state.shared"),
            Self::Proposed => lang.label("state.proposed"),
        }
    }

    /// The state, and who it is about.
    pub(super) fn description(self, lang: Lang, villages: &[&str]) -> String {
        match villages {
            [] => self.label(lang).to_owned(),
            some => format!("{}: {}", self.label(lang), some.join(", ")),
        }
    }
}

/// What stands at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PointState {
    KeptMarker,
    UnkeptMarker,
    Village,
    KeptWork,
    UnkeptWork,
}

impl PointState {
    /// In the order in which they are drawn, the last one on top.
    pub(super) const ALL: [Self; 5] =
        [Self::Village, Self::KeptMarker, Self::UnkeptMarker, Self::KeptWork, Self::UnkeptWork];

    pub(super) fn marker(marker: &MapMarker) -> Self {
        if marker.registered { Self::KeptMarker } else { Self::UnkeptMarker }
    }

    pub(super) fn work(work: &MapWork) -> Self {
        if work.registered { Self::KeptWork } else { Self::UnkeptWork }
    }

    /// As `kind` in `map.geojson`.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::KeptMarker | Self::UnkeptMarker => "marker",
            Self::Village => "village",
            Self::KeptWork | Self::UnkeptWork => "work",
        }
    }

    /// As `registered` in `map.geojson`.
    pub(super) const fn registered(self) -> Option<bool> {
        match self {
            Self::Village => None,
            Self::KeptMarker | Self::KeptWork => Some(true),
            Self::UnkeptMarker | Self::UnkeptWork => Some(false),
        }
    }

    pub(super) const fn colour(self) -> &'static str {
        match self {
            Self::KeptMarker | Self::KeptWork => GREEN,
            Self::UnkeptMarker | Self::UnkeptWork => VERMILION,
            Self::Village => GREY,
        }
    }

    pub(super) fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::KeptMarker => lang.label("mark.kept_marker"),
            Self::UnkeptMarker => lang.label("mark.unkept_marker"),
            Self::Village => lang.label("mark.village"),
            Self::KeptWork => lang.label("mark.kept_work"),
            Self::UnkeptWork => lang.label("mark.unkept_work"),
        }
    }
}

/// The title of a stretch on a map.
pub(super) fn stretch_title(lang: Lang, from: &Address, to: &Address, length: Length) -> String {
    let end = |address: &Address| address.written(lang.mark());
    format!("{} – {}: {} km", end(from), end(to), lang.km(length))
}

/// How much a village keeps.
pub(super) fn village_keeps(lang: Lang, kept: Length) -> String {
    format!("{}: {} km", lang.label("kept"), lang.km(kept))
}
