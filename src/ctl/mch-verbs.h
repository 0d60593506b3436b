/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run functions of the verbs, one file a noun; mch-verbs.c lists them. */
#pragma once

#include "ctl/mch-ctl.h"

G_BEGIN_DECLS

#define MCH_DECLARE_VERB(name) MchExit name (MchCtl *ctl, int argc, char **argv, GError **error)

MCH_DECLARE_VERB (mch_verb_sign_in);
MCH_DECLARE_VERB (mch_verb_sign_out);
MCH_DECLARE_VERB (mch_verb_establishment_show);
MCH_DECLARE_VERB (mch_verb_establishment_set);
MCH_DECLARE_VERB (mch_verb_establishment_confirm);
MCH_DECLARE_VERB (mch_verb_members_list);
MCH_DECLARE_VERB (mch_verb_members_admit);
MCH_DECLARE_VERB (mch_verb_members_remove);
MCH_DECLARE_VERB (mch_verb_import);
MCH_DECLARE_VERB (mch_verb_import_history);
MCH_DECLARE_VERB (mch_verb_import_undo);
MCH_DECLARE_VERB (mch_verb_import_compare);
MCH_DECLARE_VERB (mch_verb_import_template);
MCH_DECLARE_VERB (mch_verb_import_columns);
MCH_DECLARE_VERB (mch_verb_import_presets);
MCH_DECLARE_VERB (mch_verb_candidates_list);
MCH_DECLARE_VERB (mch_verb_candidates_fields);
MCH_DECLARE_VERB (mch_verb_candidates_add);
MCH_DECLARE_VERB (mch_verb_candidates_show);
MCH_DECLARE_VERB (mch_verb_candidates_history);
MCH_DECLARE_VERB (mch_verb_candidates_set);
MCH_DECLARE_VERB (mch_verb_candidates_set_all);
MCH_DECLARE_VERB (mch_verb_candidates_withdraw);
MCH_DECLARE_VERB (mch_verb_steps);
MCH_DECLARE_VERB (mch_verb_blockers_list);
MCH_DECLARE_VERB (mch_verb_blockers_fix);
MCH_DECLARE_VERB (mch_verb_finalise);
MCH_DECLARE_VERB (mch_verb_transfers_list);
MCH_DECLARE_VERB (mch_verb_transfers_ask);
MCH_DECLARE_VERB (mch_verb_transfers_accept);
MCH_DECLARE_VERB (mch_verb_transfers_refuse);
MCH_DECLARE_VERB (mch_verb_accounts_generate);
MCH_DECLARE_VERB (mch_verb_accounts_regenerate);
MCH_DECLARE_VERB (mch_verb_accounts_memo);
MCH_DECLARE_VERB (mch_verb_editions_list);
MCH_DECLARE_VERB (mch_verb_establishments_list);
MCH_DECLARE_VERB (mch_verb_establishments_open);
MCH_DECLARE_VERB (mch_verb_establishments_close);
MCH_DECLARE_VERB (mch_verb_services_set);
MCH_DECLARE_VERB (mch_verb_search);
MCH_DECLARE_VERB (mch_verb_late_list);
MCH_DECLARE_VERB (mch_verb_late_show);
MCH_DECLARE_VERB (mch_verb_late_accept);
MCH_DECLARE_VERB (mch_verb_late_refuse);
MCH_DECLARE_VERB (mch_verb_reviews_list);
MCH_DECLARE_VERB (mch_verb_reviews_set);
MCH_DECLARE_VERB (mch_verb_papillons);
MCH_DECLARE_VERB (mch_verb_papillons_hand_out);
MCH_DECLARE_VERB (mch_verb_papillons_log);
MCH_DECLARE_VERB (mch_verb_papillons_progress);
MCH_DECLARE_VERB (mch_verb_papillons_to_reprint);
MCH_DECLARE_VERB (mch_verb_printers_list);
MCH_DECLARE_VERB (mch_verb_printers_set);
MCH_DECLARE_VERB (mch_verb_printers_test_page);
MCH_DECLARE_VERB (mch_verb_documents);
MCH_DECLARE_VERB (mch_verb_returns_receive);
MCH_DECLARE_VERB (mch_verb_rescue);
MCH_DECLARE_VERB (mch_verb_sync);
MCH_DECLARE_VERB (mch_verb_status);
MCH_DECLARE_VERB (mch_verb_conflicts_list);
MCH_DECLARE_VERB (mch_verb_conflicts_resolve);

#undef MCH_DECLARE_VERB

G_END_DECLS
