/* ROUGE on token ids: what the files of the kernel share.
 *
 * Nothing here touches Python objects, so all of it runs without the interpreter lock. Every function that allocates
 * returns 0, or -1 when memory ran out; what was allocated is freed by the owner's *_free. Sizes are in tokens unless a
 * name says otherwise. One Scratch serves one thread.
 */
#ifndef EVALHARNESS_KERNEL_H
#define EVALHARNESS_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#define MAX_N 9
#define NONE UINT32_MAX

/* memory.c: a block that grows; new bytes are zero where the name says so */
void *kernel_alloc(size_t n_bytes);
int grow(void *block, size_t *capacity, size_t wanted, size_t item_bytes);
int grow_zeroed(void *block, size_t *capacity, size_t wanted, size_t item_bytes);
#ifdef KERNEL_FAIL_ALLOC
extern long kernel_allocs_left; /* tests: the allocation that comes after so many fails; negative: none does */
#endif

/* porter.c */
size_t porter_stem(char *word, size_t length);

/* vocabulary.c: every token met, lower-cased, and the id of its stem (of itself without a stemmer) */
typedef struct {
    uint64_t hash;
    size_t offset; /* in `bytes` */
    uint32_t length;
    uint32_t id;
} Entry;

typedef struct {
    uint32_t *slots; /* entry number + 1, 0: free; a power of two of them */
    size_t n_slots;
    Entry *entries;
    size_t n_entries, cap_entries;
    char *bytes;
    size_t n_bytes, cap_bytes;
} Table;

typedef struct {
    int stemmer;
    Table words;
    Table stems;
    char *token; /* the token being read; room for a stem that is longer by one */
    size_t cap_token;
} Vocabulary;

void vocabulary_init(Vocabulary *vocabulary, int stemmer);
void vocabulary_free(Vocabulary *vocabulary);
size_t vocabulary_size(const Vocabulary *vocabulary); /* ids are 0 to size - 1 */

/* A text as ids, cut into lines; lines without a token are left out */
typedef struct {
    uint32_t *ids;
    size_t n, cap_ids;
    size_t *line_ends;
    size_t n_lines, cap_lines;
} Text;

void text_free(Text *text);
int text_read(Text *text, Vocabulary *vocabulary, const char *utf8, size_t n_bytes);
static inline size_t line_start(const Text *text, size_t line) { return line ? text->line_ends[line - 1] : 0; }

/* ngrams.c: the n-grams of a reference, level by level: an n-gram is the number of its first n-1 tokens and the last */
typedef struct {
    uint64_t *keys;
    uint32_t *numbers; /* gram number + 1, 0: free */
    size_t n_slots, cap_keys, cap_numbers;
    uint32_t *counts;
    size_t n_grams, cap_counts;
} Grams;

typedef struct {
    size_t line;
    uint64_t mask; /* places in that line */
} Posting;

/* What depends on the reference alone, for the candidates scored against it */
typedef struct {
    Text text;
    uint32_t *slot; /* by id: 1 + the number of the token among the reference's, 0: not there */
    size_t cap_slot;
    uint32_t *distinct; /* id by number */
    uint32_t *counts;   /* occurrences by number */
    size_t n_distinct, cap_distinct, cap_counts;
    Grams grams[MAX_N + 1]; /* from 2 */
    /* where each token stands in the lines of up to 64 tokens, in the order of lines: from first[k] to end[k] */
    Posting *postings;
    size_t *first, *end;
    size_t cap_postings, cap_first, cap_end;
    size_t n_long_lines;
} Reference;

/* Working memory. What is marked zero is all zero between calls. */
typedef struct {
    /* by id, zero */
    uint32_t *count;
    uint64_t *mask;
    size_t cap_count, cap_mask;
    /* ngrams.c: numbers of the n-grams at hand, and how many of each are used up (zero) */
    uint32_t *chain, *used;
    size_t cap_chain, cap_used;
    /* lcs.c */
    uint32_t *shared;
    unsigned char *carry;
    size_t cap_shared, cap_carry;
    /* summary.c, by line of the reference: where its places begin in `taken`, rows (zero), last token that matched */
    size_t *taken_at, *n_rows, *row_at, *last, *met;
    size_t cap_taken_at, cap_n_rows, cap_row_at, cap_last, cap_met;
    uint64_t *taken, *rows, *stops;
    size_t cap_taken, cap_rows, cap_stops;
    /* summary.c, a long line: places by token, masks of frequent tokens, numbers of tokens, one mask (zero) */
    size_t *place, *place_at, *dense_at;
    uint32_t *number_of, *numbered;
    uint64_t *dense, *work, *checkpoints;
    size_t cap_place, cap_place_at, cap_dense_at, cap_number_of, cap_numbered, cap_dense, cap_work, cap_checkpoints;
} Scratch;

int scratch_fit(Scratch *scratch, size_t vocabulary);
void scratch_free(Scratch *scratch);

int reference_prepare(Reference *reference, Scratch *scratch, size_t vocabulary, int max_n, int with_postings);
int reference_fit(Reference *reference, size_t vocabulary);
void reference_clear(Reference *reference); /* ready for the next text */
void reference_free(Reference *reference);

int grams_prepare(Reference *reference, Scratch *scratch, int max_n);
int ngram_hits(const Reference *reference, const Text *candidate, int max_n, Scratch *scratch, size_t *hits);
/* lcs.c */
int lcs_length(const Text *reference, const Text *candidate, Scratch *scratch, size_t *length);
/* summary.c */
int summary_hits(const Reference *reference, const Text *candidate, Scratch *scratch, size_t *hits);

static inline int highest_bit(uint64_t bits) { /* bits is not 0 */
#if defined(__GNUC__)
    return 63 - __builtin_clzll(bits);
#else
    int place = 0;
    while (bits >>= 1) place++;
    return place;
#endif
}

static inline uint64_t low_bits(size_t n) { return n >= 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1; }

/* One row of the bit-parallel table (Hyyro 2004): 0 bits are where the length grows. */
static inline uint64_t next_row(uint64_t row, uint64_t mask) {
    uint64_t common = row & mask;
    return (row + common) | (row - common);
}

#endif
