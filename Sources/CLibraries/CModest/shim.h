#pragma once
#include <myhtml/myhtml.h>
#include <mycss/mycss.h>
#include <mycss/entry.h>
#include <mycss/selectors/init.h>
#include <mycss/selectors/list.h>
#include <modest/finder/finder.h>
