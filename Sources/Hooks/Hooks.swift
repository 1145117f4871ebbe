// Hooks: what relays that write an envelope sender of their own report by web requests, as verdicts in the form that mail which
// came back has.
//
// Pure: a request's body and fields in, verdicts out, after the checks of its signature. What ties a report to a delivery is
// what our own message carried (docs/bounces.md says what, for each provider); addresses decide nothing. Touches: nothing.
