//! What a decision does to the accounts, in signed millimetres.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::allocate::Allotted;
use super::boundaries::Lands;
use super::contender::Contender;
use super::holdings::Holdings;
use crate::id::{AreaId, VillageId};
use crate::key::{AreaKey, VillageKey};
use crate::ledger::{AreaAccount, Ledger, UnbalancedError, check};
use crate::state::State;
use crate::units::Length;

/// By how much the account of a village changes; what it loses is negative.
///
/// ```
/// use border_coverage::audit::VillagePrice;
/// let json = r#"{"village":"ta-kho","kept_mm":-1000,"sole_mm":0,"shared_mm":-1000}"#;
/// let price: VillagePrice = serde_json::from_str(json)?;
/// assert_eq!(price.kept.mm(), -1_000);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VillagePrice {
    /// The village.
    pub village: VillageId,
    /// What it keeps.
    #[serde(rename = "kept_mm")]
    pub kept: Length,
    /// What only it keeps.
    #[serde(rename = "sole_mm")]
    pub sole: Length,
    /// What it keeps together with others.
    #[serde(rename = "shared_mm")]
    pub shared: Length,
}

/// By how much the account of an area changes. The registered length does not.
///
/// ```
/// use border_coverage::audit::AreaPrice;
/// let json = r#"{"area":"sin-thau","kept_mm":0,"once_mm":5,"shared_mm":-5,"recognised_mm":0}"#;
/// let price: AreaPrice = serde_json::from_str(json)?;
/// assert_eq!(price.once + price.shared, border_coverage::Length::ZERO);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AreaPrice {
    /// The area.
    pub area: AreaId,
    /// What its villages keep, wherever.
    #[serde(rename = "kept_mm")]
    pub kept: Length,
    /// What one village keeps of the stretches that it answers for.
    #[serde(rename = "once_mm")]
    pub once: Length,
    /// What two or more villages keep of them.
    #[serde(rename = "shared_mm")]
    pub shared: Length,
    /// What is recognised of them.
    #[serde(rename = "recognised_mm")]
    pub recognised: Length,
}

/// By how much accounts change; what is lost is negative.
///
/// The registered length never changes: a decision takes from one village what another keeps.
/// Conflicts of several villages have no place in common, so prices add up.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::audit::{ConflictOptions, Policy, Price};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let found = data.state(None, None)?.conflicts(&ConflictOptions::default())?;
/// let resolution = found.rows[0].resolution(Policy::CutAtMiddle).expect("two contend");
/// let price: &Price = &resolution.price;
/// assert_eq!((price.once.mm(), price.shared.mm()), (590_000, -590_000));
/// assert_eq!(price.villages.iter().map(|v| v.kept.mm()).collect::<Vec<_>>(), [-295_000; 2]);
/// assert_eq!(price.areas[0].kept.mm(), 0); // both belong to the province
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Price {
    /// The villages that contend, in the order of the registry.
    pub villages: Vec<VillagePrice>,
    /// The areas that answer for any of it, or whose villages lose any of it, in the order of the
    /// forest; those of which no figure changes are left out.
    pub areas: Vec<AreaPrice>,
    /// The length of line that one village keeps.
    #[serde(rename = "once_mm")]
    pub once: Length,
    /// The length of line that two or more keep.
    #[serde(rename = "shared_mm")]
    pub shared: Length,
    /// The recognised length of line: less where the only recognised claim gives way.
    #[serde(rename = "recognised_mm")]
    pub recognised: Length,
}

/// A price while it is summed up, its villages and areas by key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PriceSums {
    pub(super) once: Length,
    pub(super) shared: Length,
    pub(super) recognised: Length,
    pub(super) villages: BTreeMap<VillageKey, VillagePrice>,
    pub(super) areas: BTreeMap<AreaKey, AreaPrice>,
}

impl From<PriceSums> for Price {
    fn from(sums: PriceSums) -> Self {
        let PriceSums { once, shared, recognised, villages, areas } = sums;
        let (villages, areas) = (villages.into_values(), areas.into_values());
        Self { villages: villages.collect(), areas: areas.collect(), once, shared, recognised }
    }
}

/// What prices are computed from: who holds what of a section, and which areas are there.
pub(super) struct Prices<'a> {
    pub(super) state: &'a State,
    pub(super) holdings: &'a Holdings<'a>,
    pub(super) lands: &'a Lands<'a>,
}

impl Prices<'_> {
    /// The price if some of a stretch, which all of these hold, becomes one's alone.
    pub(super) fn of(&self, contenders: &[Contender], awards: &[Allotted]) -> PriceSums {
        let mut price = PriceSums::default();
        for contender in contenders {
            self.village(&mut price, contender.village);
        }
        for award in awards {
            self.add(contenders, award, &mut price);
        }
        price.areas.retain(|_, area| area.changes());
        price
    }

    fn village<'p>(&self, price: &'p mut PriceSums, key: VillageKey) -> &'p mut VillagePrice {
        let none = || VillagePrice::none(self.state.village_id(key));
        price.villages.entry(key).or_insert_with(none)
    }

    fn area<'p>(&self, price: &'p mut PriceSums, key: AreaKey) -> &'p mut AreaPrice {
        price.areas.entry(key).or_insert_with(|| AreaPrice::none(self.state.area_id(key)))
    }

    fn add(&self, contenders: &[Contender], award: &Allotted, price: &mut PriceSums) {
        let length = award.span.length();
        price.once += length;
        price.shared -= length;
        for (&village, account) in &mut price.villages {
            account.shared -= length;
            if village == award.village {
                account.sole += length;
            } else {
                account.kept -= length;
            }
        }
        let areas_of = &self.state.ledger().members().areas_of;
        let losers: BTreeSet<AreaKey> =
            contenders.iter().flat_map(|c| &areas_of[c.village]).copied().collect();
        for &area in losers.difference(&areas_of[award.village]) {
            self.area(price, area).kept -= length;
        }
        self.lands.each(award.span, |area, length| {
            let account = self.area(price, area);
            account.once += length;
            account.shared -= length;
        });
        self.unrecognise(award, price);
    }

    /// What was recognised on an award, and not for the village that gets it.
    fn unrecognise(&self, award: &Allotted, price: &mut PriceSums) {
        let all = self.holdings.recognised.within(award.span);
        if all.is_empty() {
            return;
        }
        let lost = match self.holdings.of(award.village) {
            Some(own) => all.difference(&own.recognised.within(award.span)),
            None => all,
        };
        for span in &lost {
            price.recognised -= span.length();
            self.lands.each(span, |area, length| self.area(price, area).recognised -= length);
        }
    }
}

impl PriceSums {
    /// Adds another price.
    pub(super) fn add(&mut self, other: &Self) {
        self.once += other.once;
        self.shared += other.shared;
        self.recognised += other.recognised;
        for (&key, more) in &other.villages {
            let none = || VillagePrice::none(more.village.clone());
            let sum = self.villages.entry(key).or_insert_with(none);
            sum.kept += more.kept;
            sum.sole += more.sole;
            sum.shared += more.shared;
        }
        for (&key, more) in &other.areas {
            let sum = self.areas.entry(key).or_insert_with(|| AreaPrice::none(more.area.clone()));
            sum.kept += more.kept;
            sum.once += more.once;
            sum.shared += more.shared;
            sum.recognised += more.recognised;
        }
    }

    /// Checks that one ledger became another by exactly this, for the line, every village and
    /// every area.
    pub(super) fn explains(&self, before: &Ledger, after: &Ledger) -> Result<(), UnbalancedError> {
        let line = before.line().moved(&"the line", self.once, self.shared, self.recognised)?;
        line.is_as(&"the line", after.line())?;
        let villages: BTreeSet<VillageKey> =
            before.village_accounts().keys().chain(self.villages.keys()).copied().collect();
        for key in villages {
            let none = || VillagePrice::none(before.registry().village_at(key).id.clone());
            let price = self.villages.get(&key).cloned().unwrap_or_else(none);
            price.explains(before.lengths_of(key), after.lengths_of(key))?;
        }
        let areas = before.areas().iter().zip(after.areas());
        areas.into_iter().try_for_each(|(account, after)| {
            let none = || AreaPrice::none(account.area.clone());
            let price = self.areas.get(&account.key).cloned().unwrap_or_else(none);
            price.explains(account, after)
        })
    }
}

impl VillagePrice {
    /// No change.
    pub(super) fn none(village: VillageId) -> Self {
        let [kept, sole, shared] = [Length::ZERO; 3];
        Self { village, kept, sole, shared }
    }

    fn explains(&self, before: [Length; 3], after: [Length; 3]) -> Result<(), UnbalancedError> {
        let what = format!("village {}", self.village);
        let law = "what it keeps changes by its price";
        for (i, change) in [self.kept, self.sole, self.shared].into_iter().enumerate() {
            check(&what, law, before[i] + change, after[i])?;
        }
        Ok(())
    }
}

impl AreaPrice {
    /// No change.
    pub(super) fn none(area: AreaId) -> Self {
        let [kept, once, shared, recognised] = [Length::ZERO; 4];
        Self { area, kept, once, shared, recognised }
    }

    fn changes(&self) -> bool {
        [self.kept, self.once, self.shared, self.recognised] != [Length::ZERO; 4]
    }

    fn explains(&self, before: &AreaAccount, after: &AreaAccount) -> Result<(), UnbalancedError> {
        let what = format!("area {}", self.area);
        let law = "what its villages keep changes by its price";
        check(&what, law, before.kept + self.kept, after.kept)?;
        let (Some(before), Some(after)) = (&before.account, &after.account) else { return Ok(()) };
        before.moved(&what, self.once, self.shared, self.recognised)?.is_as(&what, after)
    }
}
