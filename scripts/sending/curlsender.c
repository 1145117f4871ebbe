// What libcurl's own SMTP engine does with no state at all: easy handles that keep their connection, a thread each, one
// message after the other.
//
//     curlsender PORT MESSAGES BYTES THREADS
#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char url[64];
static char *payload;
static size_t payload_length;
static long messages;
static atomic_long next, failed;

static size_t give(char *to, size_t size, size_t count, void *context) {
    size_t *given = context, room = size * count, rest = payload_length - *given;
    if (room > rest) room = rest;
    memcpy(to, payload + *given, room);
    *given += room;
    return room;
}

static void *run(void *unused) {
    (void)unused;
    size_t given;
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(easy, CURLOPT_READDATA, &given);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)payload_length);
    curl_easy_setopt(easy, CURLOPT_MAIL_FROM, "<news@example.org>");
    for (long number; (number = atomic_fetch_add(&next, 1)) < messages;) {
        char recipient[64];
        snprintf(recipient, sizeof recipient, "<reader%ld@example.org>", number);
        struct curl_slist *recipients = curl_slist_append(NULL, recipient);
        curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients);
        given = 0;
        if (curl_easy_perform(easy) != CURLE_OK) atomic_fetch_add(&failed, 1);
        curl_slist_free_all(recipients);
    }
    curl_easy_cleanup(easy);
    return NULL;
}

int main(int count, char **words) {
    if (count != 5) return 64;
    snprintf(url, sizeof url, "smtp://127.0.0.1:%s/example.org", words[1]);
    messages = atol(words[2]);
    payload_length = (size_t)atol(words[3]);
    int threads = atoi(words[4]);
    payload = malloc(payload_length);
    if (!payload || payload_length < 64) return 64;
    memset(payload, 'x', payload_length);
    static const char header[] = "From: news@example.org\r\nSubject: News\r\n\r\n";
    memcpy(payload, header, sizeof header - 1);
    for (size_t at = sizeof header + 74; at + 2 < payload_length; at += 76) memcpy(payload + at, "\r\n", 2);
    memcpy(payload + payload_length - 2, "\r\n", 2);

    curl_global_init(CURL_GLOBAL_ALL);
    pthread_t *running = calloc((size_t)threads, sizeof *running);
    for (int index = 0; index < threads; index++) pthread_create(&running[index], NULL, run, NULL);
    for (int index = 0; index < threads; index++) pthread_join(running[index], NULL);
    if (failed) fprintf(stderr, "%ld messages failed\n", (long)failed);
    return failed ? 1 : 0;
}
