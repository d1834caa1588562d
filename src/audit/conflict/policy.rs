//! What could be decided about a conflict, and what each decision gives to whom.

use std::fmt;

use jiff::civil::Date;

use super::Price;
use crate::id::VillageId;
use crate::key::{RowKey, VillageKey};
use crate::span::Span;
use crate::units::Length;

/// A way to decide a conflict. It never invents: where what it goes by is missing or says nothing,
/// it leaves the stretch undecided and says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    /// As many equal parts as contenders, in order along the line, in whole millimetres; what is
    /// left of the division goes to the first, one each. For two it is the cut at the middle.
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

    /// Its name in `report.json`.
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
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A stretch that would be one village's alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Award {
    /// The stretch.
    pub span: Span,
    /// The village, by its place in [`Registry::villages`](crate::Registry::villages).
    pub village: VillageKey,
    /// Where a village's own registrations contend, the row that stands, by its place in
    /// [`Registry::registrations`](crate::Registry::registrations); else all of the village's do.
    pub row: Option<RowKey>,
}

/// Why a policy leaves a stretch as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyUndecided {
    /// Of the earliest registrations several have the same first day.
    SameDay(Date),
    /// A later row of the village is recognised, and the earlier is not.
    LaterRecognised,
    /// More than two contend.
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

/// A stretch that a policy leaves as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftUndecided {
    /// The stretch.
    pub span: Span,
    /// Why.
    pub why: WhyUndecided,
}

/// What a policy would do to a conflict: awards and what is left undecided tile its stretch.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolution {
    /// The policy.
    pub policy: Policy,
    /// What goes to whom, in order.
    pub awards: Vec<Award>,
    /// What stays as it is, in order.
    pub undecided: Vec<LeftUndecided>,
    /// What that does to the accounts.
    pub price: Price,
}

impl Resolution {
    /// How much it gives to one village.
    pub fn decided_length(&self) -> Length {
        self.awards.iter().fold(Length::ZERO, |sum, award| sum + award.span.length())
    }

    /// How much it leaves as it is.
    pub fn undecided_length(&self) -> Length {
        self.undecided.iter().fold(Length::ZERO, |sum, left| sum + left.span.length())
    }
}

/// Awards and what is left undecided, as they come along a stretch; what goes on as before is
/// joined.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    pub(super) awards: Vec<Award>,
    pub(super) undecided: Vec<LeftUndecided>,
}

impl Verdicts {
    pub(super) fn award(&mut self, span: Span, village: VillageKey, row: Option<RowKey>) {
        match self.awards.last_mut() {
            Some(last)
                if (last.span.to(), last.village, last.row) == (span.from(), village, row) =>
            {
                last.span = joined(last.span, span);
            }
            _ => self.awards.push(Award { span, village, row }),
        }
    }

    pub(super) fn leave(&mut self, span: Span, why: WhyUndecided) {
        match self.undecided.last_mut() {
            Some(last) if last.span.to() == span.from() && last.why == why => {
                last.span = joined(last.span, span);
            }
            _ => self.undecided.push(LeftUndecided { span, why }),
        }
    }

    /// All of a stretch left undecided.
    pub(super) fn none(span: Span, why: WhyUndecided) -> Self {
        Self { awards: Vec::new(), undecided: vec![LeftUndecided { span, why }] }
    }
}

/// A span and the one that follows it as one.
fn joined(span: Span, next: Span) -> Span {
    Span::nonempty(span.from(), next.to()).unwrap_or(span)
}
