/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: its options, one instance a profile, and the objects that live as long as it. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MCH_TYPE_APPLICATION (mch_application_get_type ())
G_DECLARE_FINAL_TYPE (MchApplication, mch_application, MCH, APPLICATION, AdwApplication)

MchApplication *mch_application_new (void);

/* Where this program's own resources are below GResource. */
#define MCH_RESOURCE_PATH "/io/machaon/Machaon"

/* Style and icons, for tests that build windows without an application. Harmless when repeated. */
void mch_application_register_resources (void);

G_END_DECLS
