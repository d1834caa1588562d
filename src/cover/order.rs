//! Sorts the events of claims (their starts, or both endpoints) in time nearly linear in them.
//!
//! One pass over the claims distributes their events to buckets; then one bucket at a time is
//! sorted in cache. With several threads each distributes a share of the claims, then sweeps parts
//! of the axis: [`Carry`] lists the earlier claims that extend into a part.

use std::ops::Range;

use rayon::prelude::*;

use super::bucket_sort::{BucketSort, SortKey};
use super::buckets::Buckets;
use super::carry::{Carry, CarryOver};
use super::claims::{ClaimSource, ClippedClaims};
use super::layout::BucketLayout;
use super::partition::{Partition, threads};
use crate::span::Span;

/// Events per bucket that outweigh the cost of a bucket. Fewer and fuller buckets are faster to
/// write to, and this many events are still sorted in the nearest caches.
const FULL: u64 = 1 << 10;

/// Which events a claim has, and how an event is packed into a number.
pub(super) trait EventKind: Sync {
    /// An event; sorts by position first.
    type Event: Copy + Ord + Send + Sync;
    /// Events per claim, at most.
    const PER_CLAIM: usize;

    /// Calls `each` with the events of a claim that lie before `end`.
    fn events(&self, span: Span, owner: usize, end: i64, each: impl FnMut(Self::Event));
    /// Position in millimetres.
    fn at(event: &Self::Event) -> i64;
    /// Number of bits that most packed events need.
    fn bits(&self) -> u32;
    /// Packs all of an event but its position, so that the numbers of events at one position sort
    /// as they do; `None` where 64 bits are too few.
    fn pack(&self, event: &Self::Event) -> Option<u64>;
    /// The event at a position that was packed as this number.
    fn unpack(&self, at: i64, packed: u64) -> Self::Event;
    /// Owner index to prefetch for this packed event.
    #[inline]
    fn owner_to_prefetch(&self, _packed: u64) -> Option<usize> {
        None
    }
}

/// An event kind that can be swept in parts, as its sweep needs only the farthest end per owner of
/// the claims that extend into a part.
pub(super) trait CarriesFarthest: EventKind {}

/// Receives events in order.
pub(super) trait EventVisitor<E> {
    /// Receives one event; `more_here` is whether the next one has the same position.
    ///
    /// Implementations should be `inline(always)`: this is the innermost step of every sweep.
    fn visit(&mut self, event: E, more_here: bool);
}

/// The events of clipped claims, distributed to buckets.
///
/// Takes 4 bytes per event if its offset in the bucket and its packed number fit 32 bits, else 8.
/// Events outside the layout, or that need more than 64 bits, are kept unpacked and sorted apart.
pub(super) struct SortedEvents<'a, F: EventKind, S> {
    kind: F,
    claims: &'a ClippedClaims<'a, S>,
    /// `None` for claims that are few or sparse: then all events are in `unbucketed`.
    partition: Option<Partition>,
    buckets: EventBuckets,
    /// Events in no bucket, sorted.
    unbucketed: Vec<F::Event>,
    /// Claims that extend into each part.
    carry: Vec<Vec<Carry>>,
}

/// One set of buckets per thread, all of the same layout. An entry is a number: the offset in the
/// bucket in the upper bits, the packed event in the lower ones.
enum EventBuckets {
    Narrow(Vec<Buckets<u32>>),
    Wide(Vec<Buckets<u64>>),
}

impl<'a, F: EventKind, S: ClaimSource> SortedEvents<'a, F, S> {
    pub(super) fn of(kind: F, claims: &'a ClippedClaims<'a, S>) -> Self {
        let (mut sorted, all) = (Self::empty(kind, claims, 1), 0..claims.count());
        if sorted.is_narrow() {
            let shares = vec![sorted.distribute(all)];
            sorted.collect(shares, EventBuckets::Narrow);
        } else {
            let shares = vec![sorted.distribute(all)];
            sorted.collect(shares, EventBuckets::Wide);
        }
        sorted
    }

    /// As [`of`](Self::of), partitioned for all threads of the current `rayon` pool.
    pub(super) fn by_threads(kind: F, claims: &'a ClippedClaims<'a, S>) -> Self
    where
        F: CarriesFarthest,
        S: Sync,
    {
        let threads = threads(claims.count());
        if threads == 1 {
            return Self::of(kind, claims);
        }
        let mut sorted = Self::empty(kind, claims, threads);
        let (count, share) = (claims.count(), claims.count().div_ceil(threads));
        let starts = (0..count).into_par_iter().step_by(share);
        let ranges = starts.map(|from| from..(from + share).min(count));
        if sorted.is_narrow() {
            let shares = ranges.map(|range| sorted.distribute(range)).collect();
            sorted.collect(shares, EventBuckets::Narrow);
        } else {
            let shares = ranges.map(|range| sorted.distribute(range)).collect();
            sorted.collect(shares, EventBuckets::Wide);
        }
        sorted
    }

    fn empty(kind: F, claims: &'a ClippedClaims<'a, S>, threads: usize) -> Self {
        let positions =
            |span: Span| [span.from().mm(), span.to().mm()].into_iter().take(F::PER_CLAIM);
        let positions = claims.sample().flat_map(positions);
        let layout = BucketLayout::fit(positions, F::PER_CLAIM * claims.count(), FULL);
        let partition = layout.map(|layout| Partition::of(layout, threads));
        let buckets = EventBuckets::Narrow(Vec::new());
        Self { kind, claims, partition, buckets, unbucketed: Vec::new(), carry: vec![Vec::new()] }
    }

    /// Whether entries fit 32 bits.
    fn is_narrow(&self) -> bool {
        let bits = self.kind.bits();
        self.partition.is_none_or(|partition| partition.layout.shift + bits <= u32::BITS)
    }

    /// Distributes the events of a range of the claims.
    fn distribute<K: SortKey>(&self, range: Range<usize>) -> BucketedShare<K, F> {
        let (kind, end) = (&self.kind, self.claims.extent.to().mm());
        let mut unbucketed = Vec::new();
        let Some(partition) = self.partition else {
            let each = |span, owner| kind.events(span, owner, end, |event| unbucketed.push(event));
            self.claims.for_each(range, each);
            return BucketedShare { buckets: None, unbucketed, carry: None };
        };
        let owners = self.claims.claims.owner_indices();
        let mut carry =
            (partition.count() > 1).then(|| CarryOver::new(partition, owners, range.len()));
        let (layout, bits) = (partition.layout, K::BITS - partition.layout.shift);
        let mut buckets = Buckets::new(layout.buckets, F::PER_CLAIM * range.len());
        self.claims.for_each(range, |span, owner| {
            kind.events(span, owner, end, |event| {
                let (bucket, offset) = layout.locate(F::at(&event));
                let packed = kind.pack(&event).filter(|packed| packed >> bits == 0);
                let key = packed.map(|packed| K::of(u64::from(offset) << bits | packed));
                if !key.is_some_and(|key| buckets.push(bucket, key)) {
                    unbucketed.push(event);
                }
            });
            if let Some(carry) = &mut carry {
                carry.record(span, owner);
            }
        });
        BucketedShare { buckets: Some(buckets), unbucketed, carry }
    }

    fn collect<K>(
        &mut self,
        shares: Vec<BucketedShare<K, F>>,
        wrap: impl Fn(Vec<Buckets<K>>) -> EventBuckets,
    ) {
        let (mut buckets, mut carry) = (Vec::new(), Vec::new());
        for share in shares {
            buckets.extend(share.buckets);
            self.unbucketed.extend(share.unbucketed);
            carry.extend(share.carry);
        }
        if let Some(partition) = self.partition.filter(|partition| partition.count() > 1) {
            self.carry = CarryOver::into_parts(&carry, partition);
        }
        self.buckets = wrap(buckets);
        self.unbucketed.sort_unstable();
    }

    /// The whole extent as one part; only for events that are not partitioned.
    pub(super) fn whole(&self) -> AxisPart<'_, F, S> {
        AxisPart { sorted: self, part: 0, stretch: self.claims.extent }
    }

    /// Calls `work` with every part, on all threads; the parts tile the extent. Results are in the
    /// order of the parts.
    pub(super) fn each_part<T: Send>(&self, work: impl Fn(AxisPart<'_, F, S>) -> T + Sync) -> Vec<T>
    where
        S: Sync,
    {
        let Some(partition) = self.partition.filter(|partition| partition.count() > 1) else {
            return vec![work(self.whole())];
        };
        let part = |part| {
            let stretch = partition.stretch(part, self.claims.extent)?;
            Some(work(AxisPart { sorted: self, part, stretch }))
        };
        (0..partition.count()).into_par_iter().filter_map(part).collect()
    }
}

/// One thread's share of the claims, distributed.
struct BucketedShare<K, F: EventKind> {
    buckets: Option<Buckets<K>>,
    unbucketed: Vec<F::Event>,
    /// `None` for a single part.
    carry: Option<CarryOver>,
}

/// A part of the axis, or all of it.
pub(super) struct AxisPart<'a, F: EventKind, S> {
    sorted: &'a SortedEvents<'a, F, S>,
    part: usize,
    /// The part, clipped to the extent.
    pub(super) stretch: Span,
}

impl<'a, F: EventKind, S: ClaimSource> AxisPart<'a, F, S> {
    /// All claims, in this part and elsewhere.
    pub(super) fn claims(&self) -> &'a S {
        self.sorted.claims.claims
    }

    /// The earlier claims that extend into this part; the farthest end per owner.
    pub(super) fn carry(&self) -> &'a [Carry] {
        &self.sorted.carry[self.part]
    }

    /// Passes the events of this part, in order, to `visitor`, and returns it.
    ///
    /// By value: a visitor that no pointer leads to can stay in registers.
    pub(super) fn drive<V: EventVisitor<F::Event>>(&self, mut visitor: V) -> V {
        let unbucketed = &self.sorted.unbucketed[..];
        match (&self.sorted.buckets, self.sorted.partition) {
            (_, None) => {
                visit_all::<F>(unbucketed, &mut visitor);
                visitor
            }
            (EventBuckets::Narrow(shares), Some(partition)) => {
                self.drive_buckets(shares, partition, visitor)
            }
            (EventBuckets::Wide(shares), Some(partition)) => {
                self.drive_buckets(shares, partition, visitor)
            }
        }
    }

    fn drive_buckets<K: SortKey, V: EventVisitor<F::Event>>(
        &self,
        shares: &[Buckets<K>],
        partition: Partition,
        mut visitor: V,
    ) -> V {
        let (mut keys, mut sort): (Vec<K>, _) = (Vec::new(), BucketSort::default());
        let (layout, bits) = (partition.layout, K::BITS - partition.layout.shift);
        let mut unbucketed = self.unbucketed(partition);
        for bucket in partition.buckets(self.part) {
            keys.clear();
            for share in shares {
                share.blocks(bucket).for_each(|block| keys.extend_from_slice(block));
            }
            self.prefetch(&keys, bits);
            let sorted = sort.sort(&keys, K::BITS);
            let (start, end) = (layout.start(bucket), layout.start(bucket + 1));
            if unbucketed.first().is_some_and(|first| F::at(first) < end) {
                let here = unbucketed.partition_point(|event| F::at(event) < end);
                let (here, later) = unbucketed.split_at(here);
                unbucketed = later;
                let events = sorted.iter().map(|&key| self.event(start, key, bits));
                visit_merged::<F>(events.collect(), here, &mut visitor);
                continue;
            }
            for (index, &key) in sorted.iter().enumerate() {
                let next = sorted.get(index + 1);
                let more_here = next.is_some_and(|&next| next.into() >> bits == key.into() >> bits);
                visitor.visit(self.event(start, key, bits), more_here);
            }
        }
        visit_all::<F>(unbucketed, &mut visitor);
        visitor
    }

    /// The events of this part that are in no bucket.
    fn unbucketed(&self, partition: Partition) -> &'a [F::Event] {
        let all = &self.sorted.unbucketed[..];
        let seam = |part| all.partition_point(|event| F::at(event) < partition.start(part));
        let from = if self.part == 0 { 0 } else { seam(self.part) };
        let last = self.part + 1 == partition.count();
        let to = if last { all.len() } else { seam(self.part + 1) };
        &all[from..to]
    }

    /// Prefetches the owners of the events of a bucket.
    fn prefetch<K: SortKey>(&self, keys: &[K], bits: u32) {
        for &key in keys {
            let packed = key.into() & ((1 << bits) - 1);
            let owner = self.sorted.kind.owner_to_prefetch(packed);
            owner.into_iter().for_each(|owner| self.claims().prefetch(owner));
        }
    }

    /// The event of an entry in the bucket that starts at `start`.
    #[inline]
    fn event<K: SortKey>(&self, start: i64, key: K, bits: u32) -> F::Event {
        let key: u64 = key.into();
        self.sorted.kind.unpack(start + (key >> bits) as i64, key & ((1 << bits) - 1))
    }
}

/// Visits the events of a bucket together with unbucketed ones before its end.
#[inline(never)]
fn visit_merged<F: EventKind>(
    mut events: Vec<F::Event>,
    unbucketed: &[F::Event],
    visitor: &mut impl EventVisitor<F::Event>,
) {
    events.extend_from_slice(unbucketed);
    events.sort_unstable();
    visit_all::<F>(&events, visitor);
}

/// Visits sorted events.
#[inline(never)]
fn visit_all<F: EventKind>(events: &[F::Event], visitor: &mut impl EventVisitor<F::Event>) {
    for (index, event) in events.iter().enumerate() {
        let more_here = events.get(index + 1).is_some_and(|next| F::at(next) == F::at(event));
        visitor.visit(*event, more_here);
    }
}
