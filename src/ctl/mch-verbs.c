/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/mch-verbs.h"

#include <glib/gi18n-lib.h>

const MchVerb mch_verbs[] = {
  { "sign-in", N_ ("Sign in, or accept an invitation"), mch_verb_sign_in },
  { "sign-out", N_ ("Sign out on this computer"), mch_verb_sign_out },
  { "establishment show", N_ ("Show the establishment's contact details"),
    mch_verb_establishment_show },
  { "establishment set", N_ ("Change the establishment's contact details"),
    mch_verb_establishment_set },
  { "establishment confirm", N_ ("Confirm the contact details, which slips carry"),
    mch_verb_establishment_confirm },
  { "members list", N_ ("List who sees the slips, and who asks to"), mch_verb_members_list },
  { "members admit", N_ ("Admit a colleague by six words"), mch_verb_members_admit },
  { "members remove", N_ ("Remove a colleague"), mch_verb_members_remove },
  { "import template", N_ ("Write a file to fill in, with the candidates there are"),
    mch_verb_import_template },
  { "import columns", N_ ("Say what a file of candidates may hold"), mch_verb_import_columns },
  { "import presets", N_ ("Keep what the columns of a file mean"), mch_verb_import_presets },
  { "import", N_ ("Import a file of candidates"), mch_verb_import },
  { "candidates list", N_ ("List the candidates"), mch_verb_candidates_list },
  { "candidates fields", N_ ("List the fields of a candidate"), mch_verb_candidates_fields },
  { "candidates set", N_ ("Change fields of a candidate"), mch_verb_candidates_set },
  { "candidates withdraw", N_ ("Withdraw candidates"), mch_verb_candidates_withdraw },
  { "finalise", N_ ("Make pre-registered candidates registered"), mch_verb_finalise },
  { "accounts generate", N_ ("Open the accounts of the candidates without one"),
    mch_verb_accounts_generate },
  { "accounts regenerate", N_ ("Give accounts a new provisional password"),
    mch_verb_accounts_regenerate },
  { "editions list", N_ ("List the editions of slips"), mch_verb_editions_list },
  { "papillons", N_ ("Write the slips of an edition as PDF"), mch_verb_papillons },
  { "sync", N_ ("Send what waits and fetch what is new"), mch_verb_sync },
  { "status", N_ ("Show what waits to be sent"), mch_verb_status },
  { "conflicts list", N_ ("List the values that two people changed"), mch_verb_conflicts_list },
  { "conflicts resolve", N_ ("Settle one of them"), mch_verb_conflicts_resolve },
  { NULL, NULL, NULL },
};
