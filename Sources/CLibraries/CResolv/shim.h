#pragma once
#include <sys/types.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
/* resolv.h renames its functions by macros, which Swift does not see. */
static inline int cresolv_init(struct __res_state *state) { return res_ninit(state); }
static inline void cresolv_close(struct __res_state *state) { res_nclose(state); }
static inline int cresolv_query(struct __res_state *state, const char *name, int type, unsigned char *answer, int size)
{
    return res_nquery(state, name, ns_c_in, type, answer, size);
}
/* Bit fields and unions of the state look different in Swift. */
static inline int cresolv_error(struct __res_state *state) { return state->res_h_errno; }
static inline void cresolv_use(struct __res_state *state, struct sockaddr_in server)
{
    state->nscount = 1;
    state->nsaddr_list[0] = server;
    state->options |= RES_NORELOAD;
}
static inline void cresolv_hurry(struct __res_state *state, int seconds, int tries)
{
    state->retrans = seconds;
    state->retry = tries;
    state->options |= RES_USE_EDNS0;
}
