//! A signed entry, with its header and control.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| steadfast_fuzz::entry(data));
