/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of one candidature as they are chosen: which optional ones are taken and with what
 * option (REG-31 to REG-34), and which exempted ones are taken again (REG-21). */
#pragma once

#include "app/widgets/mch-record-form.h"
#include "core/mch-registration-form.h"

G_BEGIN_DECLS

#define MCH_TYPE_CANDIDATE_TESTS (mch_candidate_tests_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidateTests, mch_candidate_tests, MCH, CANDIDATE_TESTS, GtkBox)

/* @form: kept; what is chosen is set there. @exempted: those that earlier results exempt from; else
 * all of them. */
GtkWidget *mch_candidate_tests_new (MchRecordForm *form, gboolean exempted);

/* @reference: (nullable): kept. @candidature: as it is typed. */
void mch_candidate_tests_show (MchCandidateTests *self, const MchRegistrationForm *shape,
                               const MchReference *reference, const MchRecord *candidature);

G_END_DECLS
