//! Keys by which the library finds its own records: typed indexes, never part of an answer.
//!
//! Outside, records go by their ids. Inside, a key finds one without hashing, and a village's
//! cannot be taken for a section's. The types cannot be named outside the crate.

use std::ops::{Index, IndexMut};

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(usize);

        #[allow(dead_code, reason = "not every kind of record needs every function")]
        impl $name {
            /// The key of the record at an index of its list.
            pub(crate) const fn new(index: usize) -> Self {
                Self(index)
            }

            /// The index in the list.
            pub(crate) const fn index(self) -> usize {
                self.0
            }

            /// The keys of a list, in its order.
            pub(crate) fn of<T>(all: &[T]) -> impl Iterator<Item = Self> + use<T> {
                (0..all.len()).map(Self)
            }

            /// Records in the order of their list, each with its key.
            pub(crate) fn each<I: IntoIterator>(
                all: I,
            ) -> impl Iterator<Item = (Self, I::Item)> + use<I> {
                all.into_iter().enumerate().map(|(index, one)| (Self(index), one))
            }
        }

        impl<T> Index<$name> for [T] {
            type Output = T;
            fn index(&self, key: $name) -> &T {
                &self[key.0]
            }
        }

        impl<T> IndexMut<$name> for [T] {
            fn index_mut(&mut self, key: $name) -> &mut T {
                &mut self[key.0]
            }
        }

        impl<T> Index<$name> for Vec<T> {
            type Output = T;
            fn index(&self, key: $name) -> &T {
                &self.as_slice()[key.0]
            }
        }

        impl<T> IndexMut<$name> for Vec<T> {
            fn index_mut(&mut self, key: $name) -> &mut T {
                &mut self.as_mut_slice()[key.0]
            }
        }
    )*};
}

keys! {
    /// A section of a border.
    SectionKey
    /// A village of a registry.
    VillageKey
    /// A row of a registry's registrations.
    RowKey
    /// A row of a forest's areas.
    AreaKey
}
