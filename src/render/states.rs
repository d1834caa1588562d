//! The states of stretches and the kinds of points that maps and pictures show, with the colours,
//! widths and labels that all of them share.

use crate::lang::Lang;
use crate::report::{MapMarker, MapStretch, MapWork};

/// Colours that differ also for eyes that see red and green alike (Okabe and Ito, *Color Universal
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

/// The state of a stretch: who keeps it. In the order in which pictures draw them: wide ones above
/// narrow ones, gaps above all, their proposals on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum StretchState {
    /// One village keeps it.
    Once,
    /// Two or more keep it.
    Shared,
    /// Nobody keeps it.
    Gap,
    /// Nobody keeps it, and a village should be asked to.
    Proposed,
}

impl StretchState {
    /// In the order of the files for other programs, in which the last is drawn on top.
    pub(super) const ALL: [Self; 4] = [Self::Gap, Self::Once, Self::Shared, Self::Proposed];

    pub(super) fn of(stretch: &MapStretch) -> Self {
        match stretch.villages.len() {
            0 => Self::Gap,
            1 => Self::Once,
            _ => Self::Shared,
        }
    }

    /// Its class in pictures.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Shared => "shared",
            Self::Gap => "gap",
            Self::Proposed => "proposed",
        }
    }

    /// As `kind` in `map.geojson`.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Once => "registered",
            Self::Shared => "shared",
            Self::Gap => "unregistered",
            Self::Proposed => "proposed",
        }
    }

    pub(super) const fn colour(self) -> &'static str {
        match self {
            Self::Once => GREEN,
            Self::Shared => BLUE,
            Self::Gap => VERMILION,
            Self::Proposed => PURPLE,
        }
    }

    /// In pixels; states never differ by colour alone.
    pub(super) const fn width(self) -> u8 {
        match self {
            Self::Once => 3,
            Self::Shared => 5,
            Self::Gap => 6,
            Self::Proposed => 2,
        }
    }

    pub(super) fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Once => lang.label("state.once"),
            Self::Shared => lang.label("state.shared"),
            Self::Gap => lang.label("state.gap"),
            Self::Proposed => lang.label("state.proposed"),
        }
    }

    /// The state and its villages.
    pub(super) fn description(self, lang: Lang, villages: &[&str]) -> String {
        match villages {
            [] => self.label(lang).to_owned(),
            some => format!("{}: {}", self.label(lang), some.join(", ")),
        }
    }
}

/// The kind of what stands at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PointKind {
    Village,
    KeptMarker,
    UnkeptMarker,
    KeptWork,
    UnkeptWork,
}

impl PointKind {
    /// In the order in which they are drawn, the last one on top.
    pub(super) const ALL: [Self; 5] =
        [Self::Village, Self::KeptMarker, Self::UnkeptMarker, Self::KeptWork, Self::UnkeptWork];

    pub(super) fn marker(marker: &MapMarker) -> Self {
        if marker.registered { Self::KeptMarker } else { Self::UnkeptMarker }
    }

    pub(super) fn work(work: &MapWork) -> Self {
        if work.registered { Self::KeptWork } else { Self::UnkeptWork }
    }

    /// Its class in pictures.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::KeptMarker => "marker",
            Self::UnkeptMarker => "unkept marker",
            Self::KeptWork => "work",
            Self::UnkeptWork => "unkept work",
        }
    }

    /// As `kind` in `map.geojson`.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::KeptMarker | Self::UnkeptMarker => "marker",
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
            Self::Village => GREY,
            Self::KeptMarker | Self::KeptWork => GREEN,
            Self::UnkeptMarker | Self::UnkeptWork => VERMILION,
        }
    }

    pub(super) fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Village => lang.label("mark.village"),
            Self::KeptMarker => lang.label("mark.kept_marker"),
            Self::UnkeptMarker => lang.label("mark.unkept_marker"),
            Self::KeptWork => lang.label("mark.kept_work"),
            Self::UnkeptWork => lang.label("mark.unkept_work"),
        }
    }
}
