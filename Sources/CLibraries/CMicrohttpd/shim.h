#pragma once
#include <microhttpd.h>

/* Swift calls no variadic function: one typed wrapper for each that HTTP needs. */

/* Called with the request line's target as it came; what it returns becomes the request's context. */
typedef void *(*mhd_target_callback)(void *context, const char *target, struct MHD_Connection *connection);

/* One epoll thread that owns every connection. No error log: libmicrohttpd would write about each broken client. */
static inline struct MHD_Daemon *mhd_start(int listening_socket, MHD_NotifyConnectionCallback connected,
                                           mhd_target_callback target, MHD_AccessHandlerCallback handle,
                                           MHD_RequestCompletedCallback ended, void *context, unsigned int connections,
                                           unsigned int idle_seconds, size_t connection_memory)
{
  /* The eventfd (ITC) is what MHD_quiesce_daemon needs. */
  return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, handle, context,
                          MHD_OPTION_LISTEN_SOCKET, listening_socket,
                          MHD_OPTION_NOTIFY_CONNECTION, connected, context,
                          MHD_OPTION_URI_LOG_CALLBACK, target, context,
                          MHD_OPTION_NOTIFY_COMPLETED, ended, context,
                          MHD_OPTION_CONNECTION_LIMIT, connections,
                          MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
                          MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory,
                          MHD_OPTION_STRICT_FOR_CLIENT, 1,
                          MHD_OPTION_END);
}

static inline const struct sockaddr *mhd_client_address(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info == NULL ? NULL : info->client_addr;
}

static inline int mhd_socket(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}

/* What the `connected` callback stored for the connection. */
static inline void *mhd_connection_context(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}
