//! Setters that records of the registry have in common.

/// Defines, in the `impl` block of a record, its setters of these names.
macro_rules! setters {
    (period) => {
        /// The same for these days only.
        #[must_use]
        pub fn period(self, period: impl Into<Period>) -> Self {
            Self { period: period.into(), ..self }
        }
    };
    (recognised) => {
        /// The same, recognised by the district.
        #[must_use]
        pub fn recognised(self) -> Self {
            Self { status: Status::Recognised, ..self }
        }
    };
    (source) => {
        /// The same, read at a line of a file.
        #[must_use]
        pub fn source(self, source: impl Into<Option<Source>>) -> Self {
            Self { source: source.into(), ..self }
        }
    };
    ($($name:ident)+) => {
        $(setters!($name);)+
    };
}

pub(super) use setters;
