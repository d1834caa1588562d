//! Which areas a village or a stretch belongs to on a day, on every level.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use crate::admin::{Forest, UndefinedStepError};
use crate::id::AreaId;
use crate::key::{AreaKey, VillageKey};
use crate::registry::{Doubt, Registry, Village};

/// A level on which it is not certain to which area something belongs.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// assert!(data.state(None, None)?.ledger().undefined().is_empty());
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Undefined {
    /// The level.
    pub level: String,
    /// The step that would have to be known.
    pub step: UndefinedStepError,
}

/// The areas that stand for one on a day, and those above them.
#[derive(Debug, Clone, Default)]
pub(super) struct Reached {
    pub(super) areas: BTreeSet<AreaKey>,
    pub(super) undefined: Vec<Undefined>,
}

/// Follows areas to a day, each id once.
pub(super) struct Reach<'a> {
    forest: &'a Forest,
    day: Date,
    levels: Vec<&'a str>,
    known: HashMap<&'a AreaId, Reached>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(forest: &'a Forest, day: Date) -> Self {
        Self { forest, day, levels: forest.levels(), known: HashMap::new() }
    }

    /// The areas to which that of an id belongs on the day, itself among them.
    pub(super) fn of(&mut self, id: &'a AreaId) -> &Reached {
        let Self { forest, day, levels, known } = self;
        known.entry(id).or_insert_with(|| {
            let own = forest.levels_of(id);
            let mut reached = Reached::default();
            for &level in levels.iter() {
                match forest.at_level(id, level, *day) {
                    Ok(row) => reached.areas.extend(row),
                    // A tree that the area was never in does not miss it.
                    Err(step) if own.contains(level) => {
                        reached.undefined.push(Undefined { level: level.to_owned(), step });
                    }
                    Err(_) => {}
                }
            }
            reached
        })
    }
}

/// The areas to which something that names these ids belongs on a day; none where that is not
/// certain.
pub(crate) fn belongs_to(forest: &Forest, day: Date, ids: &[AreaId]) -> BTreeSet<AreaKey> {
    let mut reach = Reach::new(forest, day);
    ids.iter().flat_map(|id| reach.of(id).areas.clone()).collect()
}

/// To which areas each village belongs on a day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Members {
    /// For each village, its areas and all above them.
    pub(crate) areas_of: Vec<BTreeSet<AreaKey>>,
    /// For each village, the levels on which its area is not certain.
    pub(crate) undefined: Vec<Vec<Undefined>>,
}

impl Members {
    /// The villages, each with its areas.
    pub(crate) fn by_village(&self) -> impl Iterator<Item = (VillageKey, &BTreeSet<AreaKey>)> {
        VillageKey::each(&self.areas_of)
    }

    /// The members on a day, and a doubt about each village whose area is not certain.
    pub(crate) fn on(registry: &Registry, day: Date) -> (Self, Vec<Doubt>) {
        let mut reach = Reach::new(registry.areas(), day);
        let (mut members, mut doubts) = (Self::default(), Vec::new());
        for village in registry.villages() {
            let (mut areas, mut undefined) = (BTreeSet::new(), Vec::new());
            for id in &village.areas {
                let reached = reach.of(id);
                areas.extend(&reached.areas);
                undefined.extend(reached.undefined.iter().cloned());
                doubts.extend(doubt(registry, village, id, &reached.undefined));
            }
            members.areas_of.push(areas);
            members.undefined.push(undefined);
        }
        (members, doubts)
    }
}

/// The doubt about a village whose area leads to no one area on some levels.
fn doubt(
    registry: &Registry,
    village: &Village,
    area: &AreaId,
    undefined: &[Undefined],
) -> Option<Doubt> {
    let step = &undefined.first()?.step;
    let levels: Vec<&str> = undefined.iter().map(|one| one.level.as_str()).collect();
    let message = format!(
        "{step}: the village counts in no area of the level {}; write the area of the day, or \
         correct the successors in areas.csv",
        levels.join(", "),
    );
    let field = registry.areas().get(area).map_or("area", |area| &area.level).to_owned();
    Some(Doubt { source: village.source, field, value: area.to_string(), message })
}
