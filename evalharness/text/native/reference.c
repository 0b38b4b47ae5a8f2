#include "kernel.h"

#include <stdlib.h>
#include <string.h>

static int count_tokens(Reference *reference) {
    const Text *text = &reference->text;
    size_t at;
    for (at = 0; at < text->n; at++) {
        uint32_t *slot = &reference->slot[text->ids[at]];
        if (!*slot) {
            size_t number = reference->n_distinct;
            if (grow(&reference->distinct, &reference->cap_distinct, number + 1, sizeof(uint32_t))) return -1;
            if (grow(&reference->counts, &reference->cap_counts, number + 1, sizeof(uint32_t))) return -1;
            reference->distinct[number] = text->ids[at];
            reference->counts[number] = 0;
            reference->n_distinct++;
            *slot = (uint32_t)number + 1;
        }
        reference->counts[*slot - 1]++;
    }
    return 0;
}

/* Each token has room for as many postings as it has occurrences, filled from the back; those of one line are one. */
static int make_postings(Reference *reference) {
    const Text *text = &reference->text;
    size_t line, at, number, end = 0;
    if (grow(&reference->postings, &reference->cap_postings, text->n, sizeof(Posting))) return -1;
    if (grow(&reference->first, &reference->cap_first, reference->n_distinct, sizeof(size_t))) return -1;
    if (grow(&reference->end, &reference->cap_end, reference->n_distinct, sizeof(size_t))) return -1;
    for (number = 0; number < reference->n_distinct; number++) {
        end += reference->counts[number];
        reference->first[number] = reference->end[number] = end;
    }
    for (line = text->n_lines; line-- > 0;) {
        size_t start = line_start(text, line), n = text->line_ends[line] - start;
        if (n > 64) {
            reference->n_long_lines++;
            continue;
        }
        for (at = n; at-- > 0;) {
            Posting *latest;
            number = reference->slot[text->ids[start + at]] - 1;
            latest = &reference->postings[reference->first[number]];
            if (reference->first[number] == reference->end[number] || latest->line != line) {
                latest = &reference->postings[--reference->first[number]];
                latest->line = line;
                latest->mask = 0;
            }
            latest->mask |= (uint64_t)1 << at;
        }
    }
    return 0;
}

/* Makes room for the ids that a candidate brought in. */
int reference_fit(Reference *reference, size_t vocabulary) {
    return grow_zeroed(&reference->slot, &reference->cap_slot, vocabulary, sizeof(uint32_t));
}

int reference_prepare(Reference *reference, Scratch *scratch, size_t vocabulary, int max_n, int with_postings) {
    if (reference_fit(reference, vocabulary) || count_tokens(reference) || (with_postings && make_postings(reference))) return -1;
    return grams_prepare(reference, scratch, max_n);
}

void reference_clear(Reference *reference) {
    size_t number;
    for (number = 0; number < reference->n_distinct; number++) reference->slot[reference->distinct[number]] = 0;
    reference->n_distinct = 0;
    reference->n_long_lines = 0;
    reference->text.n = reference->text.n_lines = 0;
}

void reference_free(Reference *reference) {
    int n;
    text_free(&reference->text);
    for (n = 2; n <= MAX_N; n++) {
        free(reference->grams[n].keys);
        free(reference->grams[n].numbers);
        free(reference->grams[n].counts);
    }
    free(reference->slot);
    free(reference->distinct);
    free(reference->counts);
    free(reference->postings);
    free(reference->first);
    free(reference->end);
    memset(reference, 0, sizeof *reference);
}
