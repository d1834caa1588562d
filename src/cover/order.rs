//! Claims in order of where they start, or both of their ends, in time nearly linear in them.
//!
//! What must be in order is laid into buckets in one pass over the claims; only one bucket at a
//! time is then sorted, in cache. Threads lay a share of the claims each, then walk along parts of
//! the axis: what reaches into a part from before is handed to its walk at the start.

use std::ops::Range;

use rayon::prelude::*;

use super::bucket_sort::{BucketSort, SortKey};
use super::buckets::Buckets;
use super::carry::{Carry, CarryOver};
use super::claims::{ClaimSource, ClippedClaims};
use super::layout::BucketLayout;
use super::partition::{Partition, threads};
use crate::span::Span;

/// Things that make a bucket worth its overhead: fewer and fuller ones are written to faster, and
/// so many are still sorted in the nearest caches.
const FULL: u64 = 1 << 10;

/// What of claims is put in order, and how it is written as a number.
pub(super) trait EventKind: Sync {
    /// What lies at a place; in order of place first.
    type Event: Copy + Ord + Send + Sync;
    /// How many things a claim has at most.
    const PER_CLAIM: usize;

    /// Shows the things of a claim that lie before `end`.
    fn events(&self, span: Span, mark: usize, end: i64, each: impl FnMut(Self::Event));
    /// Where one lies, in millimetres.
    fn at(thing: &Self::Event) -> i64;
    /// How many bits most of them need beside their place.
    fn bits(&self) -> u32;
    /// What one is beside its place, as a number whose order is theirs; `None` where 64 bits do
    /// not hold it.
    fn pack(&self, thing: &Self::Event) -> Option<u64>;
    /// The one at a place that is written as this number.
    fn unpack(&self, at: i64, number: u64) -> Self::Event;
    /// The mark to look up soon for what is written as this number, if any.
    #[inline]
    fn mark_to_fetch(&self, _number: u64) -> Option<usize> {
        None
    }
}

/// A form for which of the claims that reach into a part of the axis, the farthest of each mark
/// tells enough: it can be walked along in parts.
pub(super) trait CarriesFarthest: EventKind {}

/// What walks along things in order.
pub(super) trait EventVisitor<T> {
    /// Passes one; `more` tells whether the next one lies at the same place. Best inlined always:
    /// it is called for every thing, at one place that matters.
    fn visit(&mut self, thing: T, more: bool);
}

/// Claims inside an extent, laid so that their things can be walked along in order.
///
/// Needs 4 bytes a thing where its place in a bucket and what it is fit 32 bits, else 8; those
/// that lie far from most others, or need more than 64 bits, are sorted apart as they are.
pub(super) struct SortedEvents<'a, F: EventKind, M> {
    form: F,
    claims: &'a ClippedClaims<'a, M>,
    /// `None` where claims are so few that they are only sorted.
    parts: Option<Partition>,
    filled: EventBuckets,
    /// What is in no bucket, in order.
    apart: Vec<F::Event>,
    /// What reaches into each part from before.
    reaches: Vec<Vec<Carry>>,
}

/// Buckets of one frame, as each thread filled them; a thing in a bucket is one number: its place
/// there, then what it is.
enum EventBuckets {
    Narrow(Vec<Buckets<u32>>),
    Wide(Vec<Buckets<u64>>),
}

impl<'a, F: EventKind, M: ClaimSource> SortedEvents<'a, F, M> {
    pub(super) fn of(form: F, claims: &'a ClippedClaims<'a, M>) -> Self {
        let (mut ordered, all) = (Self::empty(form, claims, 1), 0..claims.count());
        if ordered.is_narrow() {
            let shares = vec![ordered.lay(all)];
            ordered.take_in(shares, EventBuckets::Narrow);
        } else {
            let shares = vec![ordered.lay(all)];
            ordered.take_in(shares, EventBuckets::Wide);
        }
        ordered
    }

    /// As [`of`](Self::of), in parts for all threads of the current `rayon` pool and by them.
    pub(super) fn by_threads(form: F, claims: &'a ClippedClaims<'a, M>) -> Self
    where
        F: CarriesFarthest,
        M: Sync,
    {
        let threads = threads(claims.count());
        if threads == 1 {
            return Self::of(form, claims);
        }
        let mut ordered = Self::empty(form, claims, threads);
        let (count, share) = (claims.count(), claims.count().div_ceil(threads));
        let starts = (0..count).into_par_iter().step_by(share);
        let ranges = starts.map(|from| from..(from + share).min(count));
        if ordered.is_narrow() {
            let shares = ranges.map(|range| ordered.lay(range)).collect();
            ordered.take_in(shares, EventBuckets::Narrow);
        } else {
            let shares = ranges.map(|range| ordered.lay(range)).collect();
            ordered.take_in(shares, EventBuckets::Wide);
        }
        ordered
    }

    fn empty(form: F, claims: &'a ClippedClaims<'a, M>, threads: usize) -> Self {
        let places = |span: Span| [span.from().mm(), span.to().mm()].into_iter().take(F::PER_CLAIM);
        let places = claims.sample().flat_map(places);
        let frame = BucketLayout::fit(places, F::PER_CLAIM * claims.count(), FULL);
        let parts = frame.map(|frame| Partition::of(frame, threads));
        let filled = EventBuckets::Narrow(Vec::new());
        Self { form, claims, parts, filled, apart: Vec::new(), reaches: vec![Vec::new()] }
    }

    /// Whether a thing fits 32 bits.
    fn is_narrow(&self) -> bool {
        self.parts.is_none_or(|parts| parts.frame.shift + self.form.bits() <= u32::BITS)
    }

    /// Lays a range of the claims.
    fn lay<K: SortKey>(&self, range: Range<usize>) -> BucketedShare<K, F> {
        let (form, end) = (&self.form, self.claims.extent.to().mm());
        let mut apart = Vec::new();
        let Some(parts) = self.parts else {
            let each = |span, mark| form.events(span, mark, end, |thing| apart.push(thing));
            self.claims.for_each(range, each);
            return BucketedShare { buckets: None, apart, reaches: None };
        };
        let marks = self.claims.claims.marks();
        let mut reaches = (parts.count() > 1).then(|| CarryOver::new(parts, marks, range.len()));
        let (frame, bits) = (parts.frame, K::BITS - parts.frame.shift);
        let mut buckets = Buckets::new(frame.buckets, F::PER_CLAIM * range.len());
        self.claims.for_each(range, |span, mark| {
            form.events(span, mark, end, |thing| {
                let (bucket, offset) = frame.locate(F::at(&thing));
                let number = form.pack(&thing).filter(|number| number >> bits == 0);
                let key = number.map(|number| K::of(u64::from(offset) << bits | number));
                if !key.is_some_and(|key| buckets.push(bucket, key)) {
                    apart.push(thing);
                }
            });
            if let Some(reaches) = &mut reaches {
                reaches.note(span, mark);
            }
        });
        BucketedShare { buckets: Some(buckets), apart, reaches }
    }

    fn take_in<K>(
        &mut self,
        shares: Vec<BucketedShare<K, F>>,
        filled: impl Fn(Vec<Buckets<K>>) -> EventBuckets,
    ) {
        let (mut buckets, mut reaches) = (Vec::new(), Vec::new());
        for share in shares {
            buckets.extend(share.buckets);
            self.apart.extend(share.apart);
            reaches.extend(share.reaches);
        }
        if let Some(parts) = self.parts.filter(|parts| parts.count() > 1) {
            self.reaches = CarryOver::into_parts(&reaches, parts);
        }
        self.filled = filled(buckets);
        self.apart.sort_unstable();
    }

    /// The whole extent, where it was not laid in parts.
    pub(super) fn whole(&self) -> AxisPart<'_, F, M> {
        AxisPart { ordered: self, part: 0, stretch: self.claims.extent }
    }

    /// What `work` makes of each part, in their order, by all threads; parts tile the extent.
    pub(super) fn each_part<T: Send>(&self, work: impl Fn(AxisPart<'_, F, M>) -> T + Sync) -> Vec<T>
    where
        M: Sync,
    {
        let Some(parts) = self.parts.filter(|parts| parts.count() > 1) else {
            return vec![work(self.whole())];
        };
        let part = |part| {
            let stretch = parts.stretch(part, self.claims.extent)?;
            Some(work(AxisPart { ordered: self, part, stretch }))
        };
        (0..parts.count()).into_par_iter().filter_map(part).collect()
    }
}

/// What became of a share of the claims.
struct BucketedShare<K, F: EventKind> {
    buckets: Option<Buckets<K>>,
    apart: Vec<F::Event>,
    /// Where there are several parts.
    reaches: Option<CarryOver>,
}

/// A part of the axis, or all of it.
pub(super) struct AxisPart<'a, F: EventKind, M> {
    ordered: &'a SortedEvents<'a, F, M>,
    part: usize,
    /// Where it lies.
    pub(super) stretch: Span,
}

impl<'a, F: EventKind, M: ClaimSource> AxisPart<'a, F, M> {
    /// The claims, in this part and elsewhere.
    pub(super) fn claims(&self) -> &'a M {
        self.ordered.claims.claims
    }

    /// How far claims reach into it from before; of each mark the farthest is among them.
    pub(super) fn reaches(&self) -> &'a [Carry] {
        &self.ordered.reaches[self.part]
    }

    /// Walks along the things that lie there, and returns who walked: in between it is in no
    /// memory that another could point to, but where it is fastest.
    pub(super) fn walk<W: EventVisitor<F::Event>>(&self, mut walk: W) -> W {
        let apart = &self.ordered.apart[..];
        match (&self.ordered.filled, self.ordered.parts) {
            (_, None) => {
                visit_all::<F>(apart, &mut walk);
                walk
            }
            (EventBuckets::Narrow(layers), Some(parts)) => self.walk_buckets(layers, parts, walk),
            (EventBuckets::Wide(layers), Some(parts)) => self.walk_buckets(layers, parts, walk),
        }
    }

    fn walk_buckets<K: SortKey, W: EventVisitor<F::Event>>(
        &self,
        layers: &[Buckets<K>],
        parts: Partition,
        mut walk: W,
    ) -> W {
        let (mut keys, mut slots): (Vec<K>, _) = (Vec::new(), BucketSort::default());
        let (frame, bits) = (parts.frame, K::BITS - parts.frame.shift);
        let mut apart = self.apart(parts);
        for bucket in parts.buckets(self.part) {
            keys.clear();
            for layer in layers {
                layer.blocks(bucket).for_each(|block| keys.extend_from_slice(block));
            }
            self.fetch(&keys, bits);
            let sorted = slots.sort(&keys, K::BITS);
            let (start, end) = (frame.start(bucket), frame.start(bucket + 1));
            if apart.first().is_some_and(|first| F::at(first) < end) {
                let (here, later) = apart.split_at(apart.partition_point(|t| F::at(t) < end));
                apart = later;
                let things = sorted.iter().map(|&key| self.thing(start, key, bits));
                visit_merged::<F>(things.collect(), here, &mut walk);
                continue;
            }
            for (place, &key) in sorted.iter().enumerate() {
                let next = sorted.get(place + 1);
                let more = next.is_some_and(|&next| next.into() >> bits == key.into() >> bits);
                walk.visit(self.thing(start, key, bits), more);
            }
        }
        visit_all::<F>(apart, &mut walk);
        walk
    }

    /// What of it is in no bucket.
    fn apart(&self, parts: Partition) -> &'a [F::Event] {
        let apart = &self.ordered.apart[..];
        let seam = |part| apart.partition_point(|thing| F::at(thing) < parts.start(part));
        let from = if self.part == 0 { 0 } else { seam(self.part) };
        let to = if self.part + 1 == parts.count() { apart.len() } else { seam(self.part + 1) };
        &apart[from..to]
    }

    /// Looks at what the things of a bucket stand for.
    fn fetch<K: SortKey>(&self, keys: &[K], bits: u32) {
        for &key in keys {
            let number = key.into() & ((1 << bits) - 1);
            let mark = self.ordered.form.mark_to_fetch(number);
            mark.into_iter().for_each(|mark| self.claims().fetch(mark));
        }
    }

    /// The thing of a bucket that starts there, by its number.
    #[inline]
    fn thing<K: SortKey>(&self, start: i64, key: K, bits: u32) -> F::Event {
        let key: u64 = key.into();
        self.ordered.form.unpack(start + (key >> bits) as i64, key & ((1 << bits) - 1))
    }
}

/// Walks along the things of a bucket and some that lie there or before, but are in none.
#[inline(never)]
fn visit_merged<F: EventKind>(
    mut things: Vec<F::Event>,
    apart: &[F::Event],
    walk: &mut impl EventVisitor<F::Event>,
) {
    things.extend_from_slice(apart);
    things.sort_unstable();
    visit_all::<F>(&things, walk);
}

/// Walks along things that are in order.
#[inline(never)]
fn visit_all<F: EventKind>(things: &[F::Event], walk: &mut impl EventVisitor<F::Event>) {
    for (place, thing) in things.iter().enumerate() {
        let more = things.get(place + 1).is_some_and(|next| F::at(next) == F::at(thing));
        walk.visit(*thing, more);
    }
}
