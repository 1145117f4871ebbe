#pragma once
#include <stddef.h>
#include <sys/types.h>

/*
 * What the room Bounces uses of GMime 3.0, declared as its headers do. Those need GLib's include folders, and SwiftPM warns
 * at every build of the flags that pkg-config gives with them (-pthread, -D…). To compare with the headers of a new version:
 *   cc -fsyntax-only -include gmime/gmime.h $(pkg-config --cflags gmime-3.0) shim.h
 */
typedef struct _GMimeContentType GMimeContentType;
typedef struct _GMimeDataWrapper GMimeDataWrapper;
typedef struct _GMimeFilter GMimeFilter;
typedef struct _GMimeHeader GMimeHeader;
typedef struct _GMimeHeaderList GMimeHeaderList;
typedef struct _GMimeMessage GMimeMessage;
typedef struct _GMimeMessagePart GMimeMessagePart;
typedef struct _GMimeMultipart GMimeMultipart;
typedef struct _GMimeObject GMimeObject;
typedef struct _GMimeParser GMimeParser;
typedef struct _GMimeParserOptions GMimeParserOptions;
typedef struct _GMimePart GMimePart;
typedef struct _GMimeStream GMimeStream;
typedef struct _GMimeStreamFilter GMimeStreamFilter;
typedef struct _GTypeInstance GTypeInstance;

void g_mime_init(void);

GMimeStream *g_mime_stream_mem_new(void);
GMimeStream *g_mime_stream_mem_new_with_buffer(const char *buffer, size_t len);
GMimeStream *g_mime_stream_filter_new(GMimeStream *stream);
int g_mime_stream_filter_add(GMimeStreamFilter *stream, GMimeFilter *filter);
GMimeFilter *g_mime_filter_charset_new(const char *from_charset, const char *to_charset);
ssize_t g_mime_stream_write(GMimeStream *stream, const char *buf, size_t len);
int g_mime_stream_flush(GMimeStream *stream);
int g_mime_stream_reset(GMimeStream *stream);
ssize_t g_mime_stream_read(GMimeStream *stream, char *buf, size_t len);

GMimeParser *g_mime_parser_new_with_stream(GMimeStream *stream);
GMimeMessage *g_mime_parser_construct_message(GMimeParser *parser, GMimeParserOptions *options);

GMimeObject *g_mime_message_get_mime_part(GMimeMessage *message);
GMimeMessage *g_mime_message_part_get_message(GMimeMessagePart *part);
int g_mime_multipart_get_count(GMimeMultipart *multipart);
GMimeObject *g_mime_multipart_get_part(GMimeMultipart *multipart, int index);
GMimeDataWrapper *g_mime_part_get_content(GMimePart *mime_part);
ssize_t g_mime_data_wrapper_write_to_stream(GMimeDataWrapper *wrapper, GMimeStream *stream);

GMimeContentType *g_mime_object_get_content_type(GMimeObject *object);
char *g_mime_content_type_get_mime_type(GMimeContentType *content_type);
const char *g_mime_content_type_get_parameter(GMimeContentType *content_type, const char *name);
const char *g_mime_object_get_disposition(GMimeObject *object);

GMimeHeaderList *g_mime_object_get_header_list(GMimeObject *object);
int g_mime_header_list_get_count(GMimeHeaderList *headers);
GMimeHeader *g_mime_header_list_get_header_at(GMimeHeaderList *headers, int index);
const char *g_mime_header_get_name(GMimeHeader *header);
const char *g_mime_header_get_raw_value(GMimeHeader *header);
char *g_mime_utils_header_decode_text(GMimeParserOptions *options, const char *text);

/* GObject's own. */
void g_object_unref(void *object);
void g_free(void *memory);
int g_type_check_instance_is_a(GTypeInstance *instance, size_t type);
size_t g_mime_multipart_get_type(void);
size_t g_mime_message_part_get_type(void);
size_t g_mime_part_get_type(void);
