/* ROUGE-Lsum: for each line of the reference the union of its common subsequences with all lines of the candidate.
 *
 * Which subsequence is taken where several are longest is rouge_score's choice. It reads the table of lengths
 * t[line][other] from the end: take a match; else go back in `other` if t[i][j-1] > t[i-1][j], else in the line. On a
 * mismatch that is whether t grows from i-1 to i in column j: a 0 bit of row j. So the next place is the highest bit
 * that is a match or a growth; a match is taken, and a growth moves on to the row before.
 *
 * A line of up to 64 tokens is one machine word, and only the tokens it shares with the candidate's line are looked at
 * (postings). Longer lines, and lines that share so much that lists of it would not fit, go word by word.
 */
#include "kernel.h"

#include <string.h>

#define MAX_ROWS ((size_t)1 << 20) /* how many rows are listed at a time */
#define BLOCK 1024                 /* rows kept at a time of a long line; where others begin is a checkpoint */

/* ---- lines of one word */

/* The places of a line of n tokens that one of its longest common subsequences with the rows' text takes. A run of rows
 * that match nothing may be written as one 0, and those before the first match may be left out. */
static uint64_t short_places(const uint64_t *masks, size_t n_rows, size_t n, uint64_t *stops) {
    uint64_t row = UINT64_MAX, taken = 0, below = low_bits(n);
    size_t at;
    for (at = 0; at < n_rows; at++) {
        row = next_row(row, masks[at]);
        stops[at] = ~row | masks[at];
    }
    while (at-- > 0) {
        uint64_t open = stops[at] & below, place;
        if (!open) break;
        place = (uint64_t)1 << highest_bit(open);
        if (masks[at] & place) {
            taken |= place;
            below = place - 1;
        } else {
            below = place | (place - 1);
        }
    }
    return taken;
}

/* Counts, for each short line of the reference, the rows that `short_places` wants of the candidate's line (each match
 * may need a 0 in front, and one comes last); the lines met are listed. Returns how many rows these are together. */
static size_t count_rows(const Reference *reference, const uint32_t *line, size_t n, Scratch *scratch, size_t *n_met) {
    size_t at, total = 0;
    *n_met = 0;
    for (at = 0; at < n; at++) {
        uint32_t slot = reference->slot[line[at]];
        size_t posting, end = slot ? reference->end[slot - 1] : 0;
        for (posting = slot ? reference->first[slot - 1] : 0; posting < end; posting++) {
            size_t *rows = &scratch->n_rows[reference->postings[posting].line];
            if (!*rows) {
                scratch->met[(*n_met)++] = reference->postings[posting].line;
                ++*rows;
                total++;
            }
            *rows += 2;
            total += 2;
        }
        if (total > MAX_ROWS) break;
    }
    return total;
}

/* Turns the counts into where each line's rows begin, and lists the rows there; `n_rows` ends behind the last one. */
static void list_rows(const Reference *reference, const uint32_t *line, size_t n, Scratch *scratch, size_t n_met) {
    size_t at, number, start = 0;
    for (number = 0; number < n_met; number++) {
        size_t met = scratch->met[number], rows = scratch->n_rows[met];
        scratch->row_at[met] = scratch->n_rows[met] = start;
        scratch->last[met] = n; /* nothing yet */
        start += rows;
    }
    for (at = 0; at < n; at++) {
        uint32_t slot = reference->slot[line[at]];
        size_t posting, end = slot ? reference->end[slot - 1] : 0;
        for (posting = slot ? reference->first[slot - 1] : 0; posting < end; posting++) {
            size_t met = reference->postings[posting].line;
            if (scratch->last[met] != n && scratch->last[met] + 1 != at) scratch->rows[scratch->n_rows[met]++] = 0;
            scratch->rows[scratch->n_rows[met]++] = reference->postings[posting].mask;
            scratch->last[met] = at;
        }
    }
    for (number = 0; number < n_met; number++) {
        size_t met = scratch->met[number];
        if (scratch->last[met] + 1 != n) scratch->rows[scratch->n_rows[met]++] = 0;
    }
}

/* ---- lines of many words */

static int long_line(const Reference *reference, size_t line, const uint32_t *other, size_t n_other, Scratch *scratch);

/* One line of the candidate against all lines of the reference. */
static int one_line(const Reference *reference, const uint32_t *line, size_t n, Scratch *scratch) {
    const Text *text = &reference->text;
    size_t n_met, number, at, total = count_rows(reference, line, n, scratch, &n_met);
    int is_listed = total <= MAX_ROWS;
    if (is_listed) {
        if (grow(&scratch->rows, &scratch->cap_rows, total, sizeof(uint64_t))) return -1;
        if (grow(&scratch->stops, &scratch->cap_stops, total, sizeof(uint64_t))) return -1;
        list_rows(reference, line, n, scratch, n_met);
    }
    for (number = 0; number < n_met; number++) {
        size_t met = scratch->met[number], start = line_start(text, met);
        if (is_listed) {
            size_t first = scratch->row_at[met];
            scratch->taken[scratch->taken_at[met]] |= short_places(
                scratch->rows + first, scratch->n_rows[met] - first, text->line_ends[met] - start, scratch->stops);
        }
        scratch->n_rows[met] = 0;
    }
    for (at = 0; (!is_listed || reference->n_long_lines) && at < text->n_lines; at++) {
        int is_long = text->line_ends[at] - line_start(text, at) > 64;
        if ((is_long || !is_listed) && long_line(reference, at, line, n, scratch)) return -1;
    }
    return 0;
}

/* Where the tokens of a line stand. Tokens with more places than a row has words have a mask of their own, the others a
 * list of places: both take memory in proportion to the line. `count` holds 1 + the number of the token in the line. */
static int index_line(const uint32_t *line, size_t n, size_t n_words, Scratch *scratch) {
    size_t at, number, n_distinct = 0, n_dense = 0, end = 0;
    if (grow(&scratch->place, &scratch->cap_place, n, sizeof(size_t))) return -1;
    if (grow(&scratch->place_at, &scratch->cap_place_at, n + 1, sizeof(size_t))) return -1;
    if (grow(&scratch->dense_at, &scratch->cap_dense_at, n, sizeof(size_t))) return -1;
    memset(scratch->place_at, 0, (n + 1) * sizeof(size_t));
    for (at = 0; at < n; at++) {
        uint32_t *own = &scratch->count[line[at]];
        if (!*own) *own = (uint32_t)++n_distinct;
        scratch->place_at[*own - 1]++;
    }
    for (number = 0; number < n_distinct; number++) {
        scratch->dense_at[number] = scratch->place_at[number] > n_words ? ++n_dense : 0;
        end += scratch->place_at[number];
        scratch->place_at[number] = end;
    }
    scratch->place_at[n_distinct] = end;
    if (grow(&scratch->dense, &scratch->cap_dense, n_dense * n_words, sizeof(uint64_t))) return -1;
    if (n_dense) memset(scratch->dense, 0, n_dense * n_words * sizeof(uint64_t));
    for (at = n; at-- > 0;) {
        number = scratch->count[line[at]] - 1;
        scratch->place[--scratch->place_at[number]] = at;
        if (scratch->dense_at[number])
            scratch->dense[(scratch->dense_at[number] - 1) * n_words + at / 64] |= (uint64_t)1 << at % 64;
    }
    return 0;
}

/* The mask of a token of the line: its own, or its places set in `work`, which `unset_mask` clears. */
static const uint64_t *set_mask(Scratch *scratch, uint32_t number, size_t n_words) {
    size_t at;
    if (scratch->dense_at[number]) return scratch->dense + (scratch->dense_at[number] - 1) * n_words;
    for (at = scratch->place_at[number]; at < scratch->place_at[number + 1]; at++)
        scratch->work[scratch->place[at] / 64] |= (uint64_t)1 << scratch->place[at] % 64;
    return scratch->work;
}

static void unset_mask(Scratch *scratch, uint32_t number) {
    size_t at;
    if (scratch->dense_at[number]) return;
    for (at = scratch->place_at[number]; at < scratch->place_at[number + 1]; at++)
        scratch->work[scratch->place[at] / 64] = 0;
}

/* The row behind one token of the other line (NONE: tokens the line has not), and where it stops a reader. */
static void long_row(Scratch *scratch, uint32_t number, size_t n_words, uint64_t *row, uint64_t *stops) {
    const uint64_t *mask;
    uint64_t carry = 0;
    size_t word;
    if (number == NONE) {
        for (word = 0; stops && word < n_words; word++) stops[word] = ~row[word];
        return;
    }
    mask = set_mask(scratch, number, n_words);
    for (word = 0; word < n_words; word++) {
        uint64_t common = row[word] & mask[word], sum = row[word] + common, over = sum < common;
        sum += carry;
        carry = over | (sum < carry);
        row[word] = sum | (row[word] - common);
        if (stops) stops[word] = ~row[word] | mask[word];
    }
    unset_mask(scratch, number);
}

/* The highest bit of `stops` under bit `below`, plus 1; 0 for none. */
static size_t highest_under(const uint64_t *stops, size_t below) {
    while (below) {
        size_t word = (below - 1) / 64;
        uint64_t open = stops[word] & low_bits(below - word * 64);
        if (open) return word * 64 + (size_t)highest_bit(open) + 1;
        below = word * 64;
    }
    return 0;
}

/* The tokens of the other line by their numbers in this one; a run of tokens that it has not is one NONE. */
static size_t number_rows(const uint32_t *other, size_t n_other, Scratch *scratch) {
    size_t at, n_rows = 0;
    for (at = 0; at < n_other; at++) {
        uint32_t number = scratch->count[other[at]] - 1;
        if (number == NONE && (!n_rows || scratch->numbered[n_rows - 1] == NONE)) continue;
        scratch->numbered[n_rows++] = number;
    }
    return n_rows;
}

static int long_places(Scratch *scratch, size_t n, size_t n_rows, uint64_t *taken) {
    size_t n_words = (n + 63) / 64, n_blocks = (n_rows + BLOCK - 1) / BLOCK, block, at, below = n;
    size_t n_kept = n_rows < BLOCK ? n_rows : BLOCK;
    uint64_t *row;
    if (n_words > SIZE_MAX / 8 / (n_blocks + BLOCK + 2)) return -1;
    if (grow(&scratch->checkpoints, &scratch->cap_checkpoints, (n_blocks + 1) * n_words, sizeof(uint64_t))) return -1;
    if (grow(&scratch->stops, &scratch->cap_stops, n_kept * n_words, sizeof(uint64_t))) return -1;
    row = scratch->checkpoints;
    memset(row, 0xFF, n_words * sizeof(uint64_t));
    for (block = 1; block < n_blocks; block++) {
        memcpy(row + n_words, row, n_words * sizeof(uint64_t));
        row += n_words;
        for (at = (block - 1) * BLOCK; at < block * BLOCK; at++) long_row(scratch, scratch->numbered[at], n_words, row, NULL);
    }
    for (block = n_blocks; block-- > 0 && below;) {
        size_t start = block * BLOCK, end = start + BLOCK < n_rows ? start + BLOCK : n_rows;
        row = scratch->checkpoints + block * n_words;
        for (at = start; at < end; at++)
            long_row(scratch, scratch->numbered[at], n_words, row, scratch->stops + (at - start) * n_words);
        while (at-- > start) {
            size_t found = highest_under(scratch->stops + (at - start) * n_words, below);
            if (!found) return 0;
            below = found;
            if (scratch->numbered[at] != NONE && scratch->numbered[at] == scratch->number_of[found - 1]) {
                taken[(found - 1) / 64] |= (uint64_t)1 << (found - 1) % 64;
                below = found - 1;
            }
        }
    }
    return 0;
}

static int long_line(const Reference *reference, size_t line, const uint32_t *other, size_t n_other, Scratch *scratch) {
    const Text *text = &reference->text;
    const uint32_t *tokens = text->ids + line_start(text, line);
    size_t n = text->line_ends[line] - line_start(text, line), n_words = (n + 63) / 64, at;
    int failed = grow_zeroed(&scratch->work, &scratch->cap_work, n_words, sizeof(uint64_t)) ||
                 grow(&scratch->numbered, &scratch->cap_numbered, n_other, sizeof(uint32_t)) ||
                 grow(&scratch->number_of, &scratch->cap_number_of, n, sizeof(uint32_t)) ||
                 index_line(tokens, n, n_words, scratch);
    if (!failed) {
        for (at = 0; at < n; at++) scratch->number_of[at] = scratch->count[tokens[at]] - 1;
        failed = long_places(scratch, n, number_rows(other, n_other, scratch), scratch->taken + scratch->taken_at[line]);
    }
    for (at = 0; at < n; at++) scratch->count[tokens[at]] = 0;
    return failed ? -1 : 0;
}

/* ---- the union */

static int no_places_taken(const Text *text, Scratch *scratch) {
    size_t line, n_words = 0;
    if (grow(&scratch->taken_at, &scratch->cap_taken_at, text->n_lines, sizeof(size_t))) return -1;
    if (grow_zeroed(&scratch->n_rows, &scratch->cap_n_rows, text->n_lines, sizeof(size_t))) return -1;
    if (grow(&scratch->met, &scratch->cap_met, text->n_lines, sizeof(size_t))) return -1;
    if (grow(&scratch->row_at, &scratch->cap_row_at, text->n_lines, sizeof(size_t))) return -1;
    if (grow(&scratch->last, &scratch->cap_last, text->n_lines, sizeof(size_t))) return -1;
    for (line = 0; line < text->n_lines; line++) {
        scratch->taken_at[line] = n_words;
        n_words += (text->line_ends[line] - line_start(text, line) + 63) / 64;
    }
    if (grow(&scratch->taken, &scratch->cap_taken, n_words, sizeof(uint64_t))) return -1;
    memset(scratch->taken, 0, n_words * sizeof(uint64_t));
    return 0;
}

/* Tokens taken, each at most as often as the candidate has it. */
static size_t count_taken(const Text *text, const Text *candidate, Scratch *scratch) {
    size_t line, at, hits = 0;
    for (at = 0; at < candidate->n; at++) scratch->count[candidate->ids[at]]++;
    for (line = 0; line < text->n_lines; line++) {
        const uint32_t *tokens = text->ids + line_start(text, line);
        size_t n_words = (text->line_ends[line] - line_start(text, line) + 63) / 64, word;
        for (word = 0; word < n_words; word++) {
            uint64_t taken = scratch->taken[scratch->taken_at[line] + word];
            for (; taken; taken &= taken - 1) {
                uint32_t *left = &scratch->count[tokens[word * 64 + (size_t)highest_bit(taken & (~taken + 1))]];
                hits += *left > 0;
                *left -= *left > 0;
            }
        }
    }
    for (at = 0; at < candidate->n; at++) scratch->count[candidate->ids[at]] = 0;
    return hits;
}

int summary_hits(const Reference *reference, const Text *candidate, Scratch *scratch, size_t *hits) {
    size_t line;
    *hits = 0;
    if (!reference->text.n || !candidate->n) return 0;
    if (no_places_taken(&reference->text, scratch)) return -1;
    for (line = 0; line < candidate->n_lines; line++) {
        size_t start = line_start(candidate, line);
        if (one_line(reference, candidate->ids + start, candidate->line_ends[line] - start, scratch)) return -1;
    }
    *hits = count_taken(&reference->text, candidate, scratch);
    return 0;
}
