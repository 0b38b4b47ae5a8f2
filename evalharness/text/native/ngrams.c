/* N-grams in common, each as often as both texts have it. */
#include "kernel.h"

#include <string.h>

static inline uint64_t gram_key(uint32_t front, uint32_t last) { return (uint64_t)front << 32 | last; }
static inline size_t gram_slot(uint64_t key, size_t n_slots) {
    key *= UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(key >> 32) & (n_slots - 1);
}

/* The number of an n-gram, NONE where the reference has it not. */
static inline uint32_t gram_find(const Grams *grams, uint64_t key) {
    size_t slot = gram_slot(key, grams->n_slots);
    while (grams->numbers[slot]) {
        if (grams->keys[slot] == key) return grams->numbers[slot] - 1;
        slot = (slot + 1) & (grams->n_slots - 1);
    }
    return NONE;
}

static uint32_t gram_count(Grams *grams, uint64_t key) {
    size_t slot = gram_slot(key, grams->n_slots);
    while (grams->numbers[slot] && grams->keys[slot] != key) slot = (slot + 1) & (grams->n_slots - 1);
    if (!grams->numbers[slot]) {
        grams->keys[slot] = key;
        grams->counts[grams->n_grams] = 0;
        grams->numbers[slot] = (uint32_t)++grams->n_grams;
    }
    grams->counts[grams->numbers[slot] - 1]++;
    return grams->numbers[slot] - 1;
}

/* A table at most half full, and free. */
static int grams_fit(Grams *grams, size_t n) {
    size_t n_slots = 64;
    while (n_slots < 2 * n) n_slots *= 2;
    if (grow(&grams->keys, &grams->cap_keys, n_slots, sizeof(uint64_t))) return -1;
    if (grow(&grams->numbers, &grams->cap_numbers, n_slots, sizeof(uint32_t))) return -1;
    if (grow(&grams->counts, &grams->cap_counts, n, sizeof(uint32_t))) return -1;
    memset(grams->numbers, 0, n_slots * sizeof(uint32_t));
    grams->n_slots = n_slots;
    grams->n_grams = 0;
    return 0;
}

int grams_prepare(Reference *reference, Scratch *scratch, int max_n) {
    const Text *text = &reference->text;
    size_t at;
    int n;
    if (max_n < 2) return 0;
    if (grow(&scratch->chain, &scratch->cap_chain, text->n, sizeof(uint32_t))) return -1;
    if (text->n) memcpy(scratch->chain, text->ids, text->n * sizeof(uint32_t));
    for (n = 2; n <= max_n; n++) {
        Grams *grams = &reference->grams[n];
        if (grams_fit(grams, text->n)) return -1;
        for (at = 0; at + (size_t)n <= text->n; at++) {
            uint64_t key = gram_key(scratch->chain[at], text->ids[at + (size_t)n - 1]);
            scratch->chain[at] = gram_count(grams, key);
        }
    }
    return 0;
}

/* For each n-gram of the candidate its number in the reference or NONE, from those of one token less. */
static void lengthen(const Reference *reference, const Text *candidate, int n, uint32_t *chain) {
    size_t at;
    for (at = 0; at + (size_t)n <= candidate->n; at++) {
        uint32_t last = candidate->ids[at + (size_t)n - 1];
        if (chain[at] != NONE) chain[at] = gram_find(&reference->grams[n], gram_key(chain[at], last));
    }
}

/* hits[n] for n from 1 to max_n */
int ngram_hits(const Reference *reference, const Text *candidate, int max_n, Scratch *scratch, size_t *hits) {
    uint32_t *chain, *used;
    size_t at, n_used = reference->n_distinct;
    int n;
    for (n = 2; n <= max_n; n++) n_used = reference->grams[n].n_grams > n_used ? reference->grams[n].n_grams : n_used;
    if (grow(&scratch->chain, &scratch->cap_chain, candidate->n, sizeof(uint32_t))) return -1;
    if (grow_zeroed(&scratch->used, &scratch->cap_used, n_used, sizeof(uint32_t))) return -1;
    chain = scratch->chain;
    used = scratch->used;
    for (n = 1; n <= max_n; n++) {
        const uint32_t *counts = n == 1 ? reference->counts : reference->grams[n].counts;
        size_t n_here = candidate->n >= (size_t)n ? candidate->n - (size_t)n + 1 : 0;
        hits[n] = 0;
        if (n == 1) {
            for (at = 0; at < n_here; at++) chain[at] = reference->slot[candidate->ids[at]] - 1; /* NONE where 0 */
        } else {
            if (n == 2 && n_here) memcpy(chain, candidate->ids, n_here * sizeof(uint32_t));
            lengthen(reference, candidate, n, chain);
        }
        for (at = 0; at < n_here; at++) {
            if (chain[at] != NONE && used[chain[at]] < counts[chain[at]]) {
                used[chain[at]]++;
                hits[n]++;
            }
        }
        for (at = 0; at < n_here; at++) {
            if (chain[at] != NONE) used[chain[at]] = 0;
        }
    }
    return 0;
}
