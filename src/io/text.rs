//! From bytes to text: UTF-8, and a clear word about anything else.

/// Why bytes are not UTF-8 text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum EncodingError {
    /// Two bytes a character.
    #[error("the file is in UTF-16: save it as UTF-8 (in Excel: CSV UTF-8)")]
    Utf16,
    /// One byte a character.
    #[error(
        "not UTF-8 (byte 0x{0:02X}): probably the legacy encoding TCVN3 (ABC), else VNI or \
         Windows-1258; convert the file to UTF-8"
    )]
    Legacy(u8),
}

/// The bytes without a UTF-8 byte-order mark.
///
/// # Errors
/// When they are UTF-16.
pub(super) fn without_mark(bytes: &[u8]) -> Result<&[u8], EncodingError> {
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    // Without a mark, UTF-16 shows by its zero bytes: text has none.
    let zeros = bytes.iter().take(1024).filter(|&&b| b == 0).count();
    if utf16 || zeros > 0 && zeros * 3 >= bytes.len().min(1024) {
        return Err(EncodingError::Utf16);
    }
    Ok(bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes))
}

/// The bytes as UTF-8.
///
/// # Errors
/// Names the first byte that does not fit, and the encoding it probably comes from.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, EncodingError> {
    std::str::from_utf8(bytes)
        .map_err(|e| EncodingError::Legacy(bytes.get(e.valid_up_to()).copied().unwrap_or(0)))
}

/// The line, counted from 1, on which a byte stands.
pub(super) fn line_of(bytes: &[u8], byte: usize) -> usize {
    1 + bytes.iter().take(byte).filter(|&&b| b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_named() {
        assert_eq!(without_mark(b"\xEF\xBB\xBFa"), Ok(&b"a"[..]));
        assert_eq!(without_mark(b"\xFF\xFEa\0"), Err(EncodingError::Utf16));
        assert_eq!(without_mark(b"a\0b\0\n\0"), Err(EncodingError::Utf16));
        let tcvn3 = utf8(b"B\xB6n Na").unwrap_err();
        assert!(tcvn3.to_string().contains("TCVN3"), "{tcvn3}");
    }
}
