//! The ways to decide a conflict, and why one leaves a stretch undecided.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use crate::id::VillageId;

/// A way to decide a conflict. It never invents: where the evidence it goes by is missing or
/// equal, it leaves the stretch undecided and says [why](WhyUndecided).
///
/// ```
/// use border_coverage::audit::Policy;
/// assert_eq!(Policy::EarlierStands.to_string(), "earlier_stands");
/// assert_eq!(serde_json::to_value(Policy::CutAtMarker)?, Policy::CutAtMarker.name());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Policy {
    /// At each place the registration with the earliest first day stands: that of the first of its
    /// rows, so that being recognised makes none younger.
    EarlierStands,
    /// Two contenders part in the middle, in whole millimetres; of an odd length the first gets one
    /// more.
    CutAtMiddle,
    /// Two contenders part at the marker nearest to the middle; where it lies beyond the stretch,
    /// all goes to the one on whose side of it the stretch is.
    CutAtMarker,
    /// Each place goes to the contender that lives nearest to it by geodesic distance.
    NearerVillage,
    /// One equal part for each contender, in order along the line, in whole millimetres; the
    /// remainder of the division goes to the first, one each. For two it is the cut at the middle.
    ShareEvenly,
}

impl Policy {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::EarlierStands,
        Self::CutAtMiddle,
        Self::CutAtMarker,
        Self::NearerVillage,
        Self::ShareEvenly,
    ];

    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EarlierStands => "earlier_stands",
            Self::CutAtMiddle => "cut_at_middle",
            Self::CutAtMarker => "cut_at_marker",
            Self::NearerVillage => "nearer_village",
            Self::ShareEvenly => "share_evenly",
        }
    }

    /// The policy of that name, if there is one.
    ///
    /// ```
    /// use border_coverage::audit::Policy;
    /// assert_eq!(Policy::named("cut_at_middle"), Some(Policy::CutAtMiddle));
    /// assert_eq!(Policy::named("toss_a_coin"), None);
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Why a policy does not decide a stretch. JSON holds its message.
///
/// ```
/// use border_coverage::audit::WhyUndecided;
/// let why = WhyUndecided::MoreThanTwo(3);
/// assert_eq!(why.to_string(), "3 contend, and a cut parts two");
/// assert_eq!(serde_json::to_value(&why)?, why.to_string());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WhyUndecided {
    /// Several of the earliest registrations have the same first day.
    SameDay(Date),
    /// A later row of the village is recognised, and the earlier is not.
    LaterRecognised,
    /// More than two contend: their number.
    MoreThanTwo(usize),
    /// No marker of the section has a place on the day.
    NoMarker,
    /// It is not known where a village lies.
    NoPlace(VillageId),
}

impl fmt::Display for WhyUndecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameDay(day) => write!(f, "the earliest have the same first day, {day}"),
            Self::LaterRecognised => f.write_str("the later is recognised, the earlier is not"),
            Self::MoreThanTwo(count) => write!(f, "{count} contend, and a cut parts two"),
            Self::NoMarker => f.write_str("no marker has a place on the section"),
            Self::NoPlace(village) => write!(f, "{village} has no coordinates"),
        }
    }
}

impl Serialize for WhyUndecided {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
