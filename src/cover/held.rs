//! Who holds a place, as a walk along the axis comes by.

use std::collections::BTreeMap;

/// Owners with few others are found by looking at all of them, without a branch for each.
const FEW: usize = 16;

/// The owners of the place reached so far, in order, each once.
pub(super) struct Held<'a, O> {
    owners: Vec<&'a O>,
    /// How many more claims than one an owner has here; few have any.
    more: BTreeMap<&'a O, usize>,
}

impl<'a, O: Ord> Held<'a, O> {
    pub(super) fn new() -> Self {
        Self { owners: Vec::new(), more: BTreeMap::new() }
    }

    /// The owners, in order, each once.
    #[inline]
    pub(super) fn owners(&self) -> &[&'a O] {
        &self.owners
    }

    /// Takes note that a claim of `owner` starts or ends here; the place among the owners where
    /// it is to [come](Self::come) or [leave](Self::leave), `None` where all of them stay.
    #[inline]
    pub(super) fn turn(&mut self, owner: &'a O, starts: bool) -> Option<usize> {
        let before = |held: &&O| *held < owner;
        let place = if self.owners.len() <= FEW {
            self.owners.iter().map(|held| usize::from(before(held))).sum()
        } else {
            self.owners.partition_point(before)
        };
        let holds = self.owners.get(place).is_some_and(|held| *held == owner);
        let stays = (holds == starts || !self.more.is_empty()) && self.again(owner, starts, holds);
        (!stays).then_some(place)
    }

    /// Counts claims of those that have several; whether the owners stay.
    #[cold]
    fn again(&mut self, owner: &'a O, starts: bool, holds: bool) -> bool {
        if starts {
            if holds {
                *self.more.entry(owner).or_default() += 1;
            }
            return holds;
        }
        let Some(more) = self.more.get_mut(owner) else { return !holds };
        *more -= 1;
        if *more == 0 {
            self.more.remove(owner);
        }
        true
    }

    #[inline]
    pub(super) fn come(&mut self, place: usize, owner: &'a O) {
        self.owners.insert(place, owner);
    }

    #[inline]
    pub(super) fn leave(&mut self, place: usize) -> &'a O {
        self.owners.remove(place)
    }
}
