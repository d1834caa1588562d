//! Loops over arrays in the shape that compilers turn into vector instructions.

/// Combines values by halves, so that no step waits for the one before it. The length is a power
/// of 2.
#[inline(always)]
pub(crate) fn fold<T: Copy, const N: usize>(mut values: [T; N], pick: impl Fn(T, T) -> T) -> T {
    const { assert!(N.is_power_of_two()) };
    let mut half = N / 2;
    while half > 0 {
        for k in 0..half {
            values[k] = pick(values[k], values[k + half]);
        }
        half /= 2;
    }
    values[0]
}

/// The smaller value. One instruction, as it skips the NaN rules of `f64::min`.
#[inline(always)]
pub(crate) fn less<T: PartialOrd>(a: T, b: T) -> T {
    if b < a { b } else { a }
}

/// The greater value. One instruction, as it skips the NaN rules of `f64::max`.
#[inline(always)]
pub(crate) fn greater<T: PartialOrd>(a: T, b: T) -> T {
    if b > a { b } else { a }
}
