//! Of what class a conflict is, and what the runs of its contenders say about it.

use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::contender::Contender;
use crate::id::AreaId;
use crate::key::VillageKey;
use crate::marker::Address;
use crate::span::Span;
use crate::units::{Length, Measure};

/// Of what class a conflict is: the first of these that fits. A *run* is what a village holds
/// there without a break.
///
/// ```
/// use border_coverage::audit::ConflictClass;
/// assert_eq!(ConflictClass::SameVillage.to_string(), "same_village");
/// assert_eq!(serde_json::to_string(&ConflictClass::Inside)?, r#""inside""#);
/// assert_eq!(ConflictClass::ALL.len(), 5);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConflictClass {
    /// One village's own registrations hold the stretch twice; no total is changed by it.
    SameVillage,
    /// The contenders' runs only touch: all they have in common lies at an end of each and is no
    /// longer than the tolerance.
    Sliver,
    /// One contender's run lies wholly within another's.
    Inside,
    /// Contenders belong to different areas of a level, and these meet here.
    Seam,
    /// None of these.
    Conflict,
}

impl ConflictClass {
    /// All classes, in the order in which they are tried.
    pub const ALL: [Self; 5] =
        [Self::SameVillage, Self::Sliver, Self::Inside, Self::Seam, Self::Conflict];
}

/// Its name in JSON.
impl fmt::Display for ConflictClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// A boundary between areas of one level that runs through a conflict, or near it.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::audit::ConflictOptions;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let found = data.state(None, None)?.conflicts(&ConflictOptions::default())?;
/// let seams: Vec<_> = found.rows.iter().filter_map(|row| row.seam.as_ref()).collect();
/// assert_eq!((seams.len(), seams[0].level.as_str()), (3, "commune"));
/// assert_eq!(seams[0].areas.each_ref().map(|area| area.as_str()), ["nam-ke", "na-co-sa"]);
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Seam {
    /// The level.
    pub level: String,
    /// Where the areas meet; `at_mm` in JSON.
    #[serde(rename = "at_mm")]
    pub measure: Measure,
    /// The same as an address.
    pub at: Address,
    /// The area before and the area behind.
    pub areas: [AreaId; 2],
}

/// What the runs of several contenders say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Runs {
    /// They only touch.
    Touch,
    /// That of one village lies within another's.
    Inside(VillageKey),
    /// Neither.
    Cross,
}

impl Runs {
    /// Compares the runs, not the piece that is held in common: where a third village holds the
    /// middle of a touch, the rest on both sides of it still is one.
    pub(super) fn of(contenders: &[Contender], tolerance: Length) -> Self {
        if touch(contenders, tolerance) {
            return Self::Touch;
        }
        let mut by_start: Vec<&Contender> = contenders.iter().collect();
        by_start.sort_by_key(|c| (c.run.from(), Reverse(c.run.to())));
        // As long as none lies within another, each reaches farther than all before it.
        let within = by_start.windows(2).find(|pair| pair[1].run.to() <= pair[0].run.to());
        within.map_or(Self::Cross, |pair| Self::Inside(pair[1].village))
    }
}

/// Whether all that the runs have in common is short, lies at an end of each, and is none of
/// them whole.
fn touch(contenders: &[Contender], tolerance: Length) -> bool {
    let runs = || contenders.iter().map(|contender| contender.run);
    let (from, to) = (runs().map(|run| run.from()).max(), runs().map(|run| run.to()).min());
    let Some(common) = from.zip(to).and_then(|(from, to)| Span::nonempty(from, to)) else {
        return false;
    };
    let at_end =
        |run: Span| run != common && (run.from() == common.from() || run.to() == common.to());
    common.length() <= tolerance && runs().all(at_end)
}
