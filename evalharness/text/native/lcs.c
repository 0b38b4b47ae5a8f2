/* Length of the longest common subsequence of two token sequences.
 *
 * Bit i of the row stands for a token of the shorter text; 64 of them are done at a time over the whole longer text,
 * whose carries wait in one byte a token. Source: H. Hyyro, "Bit-parallel LCS-length computation revisited", 2004.
 */
#include "kernel.h"

#include <string.h>

static size_t count_zeros(uint64_t row, size_t n) {
    uint64_t grown = ~row & low_bits(n);
    size_t count = 0;
#if defined(__GNUC__)
    count = (size_t)__builtin_popcountll(grown);
#else
    for (; grown; grown &= grown - 1) count++;
#endif
    return count;
}

/* The row of 64 tokens of the shorter text behind all `n` tokens of the longer; carries come from the block before. */
static uint64_t block_row(const uint32_t *tokens, size_t n, const uint64_t *mask, unsigned char *carry) {
    uint64_t row = UINT64_MAX;
    size_t at;
    for (at = 0; at < n; at++) {
        uint64_t common = row & mask[tokens[at]];
        uint64_t sum = row + common;
        unsigned char over = sum < row;
        sum += carry[at];
        over |= sum < (uint64_t)carry[at];
        row = sum | (row - common);
        carry[at] = over;
    }
    return row;
}

static uint64_t only_row(const uint32_t *tokens, size_t n, const uint64_t *mask) {
    uint64_t row = UINT64_MAX;
    size_t at;
    for (at = 0; at < n; at++) row = next_row(row, mask[tokens[at]]);
    return row;
}

/* The tokens of `text` that are marked in `count`, in order: the others match nothing and change no row. */
static size_t shared_tokens(const Text *text, const uint32_t *count, uint32_t *shared) {
    size_t at, n = 0;
    for (at = 0; at < text->n; at++) {
        shared[n] = text->ids[at];
        n += count[text->ids[at]] != 0;
    }
    return n;
}

int lcs_length(const Text *reference, const Text *candidate, Scratch *scratch, size_t *length) {
    const Text *shorter = reference->n <= candidate->n ? reference : candidate;
    const Text *longer = shorter == reference ? candidate : reference;
    size_t at, start, n_shared;
    *length = 0;
    if (!shorter->n) return 0;
    if (grow(&scratch->shared, &scratch->cap_shared, longer->n, sizeof(uint32_t))) return -1;
    if (grow(&scratch->carry, &scratch->cap_carry, longer->n, 1)) return -1;
    for (at = 0; at < shorter->n; at++) scratch->count[shorter->ids[at]] = 1;
    n_shared = shared_tokens(longer, scratch->count, scratch->shared);
    for (at = 0; at < shorter->n; at++) scratch->count[shorter->ids[at]] = 0;
    memset(scratch->carry, 0, n_shared);
    for (start = 0; start < shorter->n; start += 64) {
        size_t n = shorter->n - start < 64 ? shorter->n - start : 64;
        uint64_t row;
        for (at = 0; at < n; at++) scratch->mask[shorter->ids[start + at]] |= (uint64_t)1 << at;
        row = shorter->n <= 64 ? only_row(scratch->shared, n_shared, scratch->mask)
                               : block_row(scratch->shared, n_shared, scratch->mask, scratch->carry);
        for (at = 0; at < n; at++) scratch->mask[shorter->ids[start + at]] = 0;
        *length += count_zeros(row, n);
    }
    return 0;
}
