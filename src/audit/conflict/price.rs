//! What a decision does to the accounts, in signed millimetres.

use std::collections::{BTreeMap, BTreeSet};

use super::holdings::Holdings;
use super::meetings::Lands;
use super::{Award, Contender};
use crate::key::{AreaKey, VillageKey};
use crate::ledger::{AreaAccount, Ledger, Unbalanced, VillageAccount, check};
use crate::units::Length;

/// By how much the account of a village changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VillagePrice {
    /// What it keeps.
    pub kept: Length,
    /// What of it nobody else keeps.
    pub sole: Length,
    /// What of it others keep as well.
    pub shared: Length,
}

/// By how much the account of an area changes. What is registered in it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AreaPrice {
    /// What its villages keep, wherever.
    pub kept: Length,
    /// What of the stretches it answers for one village keeps.
    pub once: Length,
    /// What of them two or more keep.
    pub shared: Length,
    /// What of them is recognised.
    pub recognised: Length,
}

/// By how much accounts change, each change with its sign: what is lost is negative.
///
/// What is registered never changes: a decision takes from one village what another keeps.
/// Conflicts of several villages have no place in common, so prices add up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Price {
    /// What of the line one village keeps.
    pub once: Length,
    /// What of the line two or more keep.
    pub shared: Length,
    /// What of the line is recognised: less where the only recognised claim gives way.
    pub recognised: Length,
    /// The villages that contend, by their places in
    /// [`Registry::villages`](crate::Registry::villages).
    pub villages: BTreeMap<VillageKey, VillagePrice>,
    /// The areas that answer for any of it, or whose villages lose any of it, by their places in
    /// [`Forest::areas`](crate::admin::Forest::areas).
    pub areas: BTreeMap<AreaKey, AreaPrice>,
}

/// What prices are told from: who holds what of a section, and which areas are there.
pub(super) struct Prices<'a> {
    pub(super) holdings: &'a Holdings<'a>,
    pub(super) lands: &'a Lands<'a>,
    pub(super) areas_of: &'a [BTreeSet<AreaKey>],
}

impl Prices<'_> {
    /// What it does that some of a stretch, which all of these hold, becomes one's alone.
    pub(super) fn of(&self, contenders: &[Contender], awards: &[Award]) -> Price {
        let mut price = Price::default();
        for contender in contenders {
            price.villages.entry(contender.village).or_default();
        }
        for award in awards {
            self.add(contenders, award, &mut price);
        }
        let none = AreaPrice::default();
        price.areas.retain(|_, area| *area != none);
        price
    }

    fn add(&self, contenders: &[Contender], award: &Award, price: &mut Price) {
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
        let losers: BTreeSet<AreaKey> =
            contenders.iter().flat_map(|c| &self.areas_of[c.village]).copied().collect();
        for &area in losers.difference(&self.areas_of[award.village]) {
            let account = price.areas.entry(area).or_default();
            account.kept -= length;
        }
        self.lands.each(award.span, |area, length| {
            let account = price.areas.entry(area).or_default();
            account.once += length;
            account.shared -= length;
        });
        self.unrecognise(award, price);
    }

    /// What was recognised on an award, and not for the village that gets it.
    fn unrecognise(&self, award: &Award, price: &mut Price) {
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
            self.lands.each(span, |area, length| {
                let account = price.areas.entry(area).or_default();
                account.recognised -= length;
            });
        }
    }
}

impl Price {
    /// Both together.
    pub(super) fn add(&mut self, other: &Self) {
        self.once += other.once;
        self.shared += other.shared;
        self.recognised += other.recognised;
        for (&village, more) in &other.villages {
            let sum = self.villages.entry(village).or_default();
            sum.kept += more.kept;
            sum.sole += more.sole;
            sum.shared += more.shared;
        }
        for (&area, more) in &other.areas {
            let sum = self.areas.entry(area).or_default();
            sum.kept += more.kept;
            sum.once += more.once;
            sum.shared += more.shared;
            sum.recognised += more.recognised;
        }
    }

    /// Checks that one ledger became another by exactly this, for the line, every village and
    /// every area.
    pub(super) fn explains(&self, before: &Ledger, after: &Ledger) -> Result<(), Unbalanced> {
        let line = before.line().moved(&"the line", self.once, self.shared, self.recognised)?;
        line.is_as(&"the line", after.line())?;
        let villages: BTreeSet<VillageKey> =
            before.village_accounts().keys().chain(self.villages.keys()).copied().collect();
        for village in villages {
            let price = self.villages.get(&village).copied().unwrap_or_default();
            price.explains(village, before.of_village(village), after.of_village(village))?;
        }
        let areas = before.area_accounts().iter().zip(after.area_accounts());
        areas.into_iter().try_for_each(|(before, after)| {
            let price = self.areas.get(&before.area).copied().unwrap_or_default();
            price.explains(before, after)
        })
    }
}

impl VillagePrice {
    fn explains(
        &self,
        village: VillageKey,
        before: VillageAccount,
        after: VillageAccount,
    ) -> Result<(), Unbalanced> {
        let what = format!("village {}", village.index() + 1);
        let law = "what it keeps changes by what was priced";
        check(&what, law, before.kept + self.kept, after.kept)?;
        check(&what, law, before.sole + self.sole, after.sole)?;
        check(&what, law, before.shared + self.shared, after.shared)
    }
}

impl AreaPrice {
    fn explains(&self, before: &AreaAccount, after: &AreaAccount) -> Result<(), Unbalanced> {
        let what = format!("area {}", before.area.index() + 1);
        let law = "what its villages keep changes by what was priced";
        check(&what, law, before.kept + self.kept, after.kept)?;
        let (Some(before), Some(after)) = (&before.account, &after.account) else { return Ok(()) };
        before.moved(&what, self.once, self.shared, self.recognised)?.is_as(&what, after)
    }
}
